import { lazy, Suspense, useMemo } from "react";
import { Route, Switch, useParams } from "wouter";
import styles from "./App.module.css";
import { Boundary } from "./components/Boundary";
import { Header } from "./components/Header";
import { NotFound } from "./components/NotFound";
import { Failure, Waiting } from "./components/State";
import { readLegend } from "./core/ontology/read";
import { LegendDocument } from "./generated/graphql";
import { LegendProvider } from "./hooks/legend";
import { PreferencesProvider, usePreferences } from "./hooks/preferences";
import { useQuery } from "./hooks/useQuery";
import { BrowsePage } from "./pages/BrowsePage";
import { EntityPage } from "./pages/EntityPage";
import { StartPage } from "./pages/StartPage";
import { PATHS } from "./routes";

// What draws with WebGL, or reads long texts, comes when it is asked for.
const ExplorerPage = lazy(() => import("./pages/ExplorerPage"));
const ClustersPage = lazy(() => import("./pages/ClustersPage"));
const ChainsPage = lazy(() => import("./pages/ChainsPage"));
const TargetsPage = lazy(() => import("./pages/TargetsPage"));
const ProjectsPage = lazy(() => import("./pages/ProjectsPage"));
const ImportPage = lazy(() => import("./pages/ImportPage"));
const ReviewPage = lazy(() => import("./pages/ReviewPage"));
const DocumentPage = lazy(() => import("./pages/DocumentPage"));

export function App() {
  return (
    <PreferencesProvider>
      <Boundary>
        <Site />
      </Boundary>
    </PreferencesProvider>
  );
}

function Site() {
  const { t } = usePreferences();
  const { data, error, reload } = useQuery(LegendDocument);
  const legend = useMemo(() => (data ? readLegend(data.ontology) : null), [data]);
  if (error) {
    return (
      <div className={styles.middle}>
        <Failure error={error} retry={reload} />
      </div>
    );
  }
  if (!data || !legend) {
    return (
      <div className={styles.middle}>
        <img src="/mark.svg" alt={t("app.name")} width="48" height="48" />
        <Waiting lines={2} />
      </div>
    );
  }
  return (
    <LegendProvider legend={legend}>
      <Header />
      <main id="main" className={styles.main} tabIndex={-1}>
        <Suspense
          fallback={
            <div className={styles.middle}>
              <Waiting lines={4} />
            </div>
          }
        >
          <Pages dataVersion={data.dataVersion} />
        </Suspense>
      </main>
    </LegendProvider>
  );
}

function Pages({ dataVersion }: { dataVersion: string }) {
  return (
    <Switch>
      <Route path={PATHS.start}>
        <StartPage dataVersion={dataVersion} />
      </Route>
      <Route path={PATHS.entity}>
        <ById page={EntityPage} />
      </Route>
      <Route path={PATHS.document}>
        <ById page={DocumentPage} />
      </Route>
      <Route path={PATHS.browse}>
        <Browsed />
      </Route>
      <Route path={PATHS.explore}>
        <ExplorerPage />
      </Route>
      <Route path={PATHS.clusters}>
        <ClustersPage />
      </Route>
      <Route path={PATHS.chains}>
        <ChainsPage />
      </Route>
      <Route path={PATHS.targets}>
        <TargetsPage />
      </Route>
      <Route path={PATHS.projects}>
        <ProjectsPage />
      </Route>
      <Route path={PATHS.import}>
        <ImportPage />
      </Route>
      <Route path={PATHS.review}>
        <ReviewPage />
      </Route>
      <Route>
        <NotFound />
      </Route>
    </Switch>
  );
}

function ById({ page: Page }: { page: React.ComponentType<{ id: string }> }) {
  const { id } = useParams<{ id: string }>();
  const whole = decodeURIComponent(id);
  return <Page key={whole} id={whole} />;
}

function Browsed() {
  const { type } = useParams<{ type: string }>();
  return <BrowsePage name={type} />;
}
