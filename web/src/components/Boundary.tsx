/** A page that breaks says so and offers the way home, instead of going blank. */

import { Component, type ReactNode } from "react";
import { usePreferences } from "../hooks/preferences";
import { PATHS } from "../routes";
import { Empty } from "./State";

interface BoundaryState {
  error: Error | null;
}

export class Boundary extends Component<{ children: ReactNode }, BoundaryState> {
  override state: BoundaryState = { error: null };

  static getDerivedStateFromError(error: Error): BoundaryState {
    return { error };
  }

  override render() {
    return this.state.error ? <Crash message={this.state.error.message} /> : this.props.children;
  }
}

function Crash({ message }: { message: string }) {
  const { t } = usePreferences();
  return (
    <Empty title={t("state.crashTitle")}>
      <p>{message}</p>
      <a href={PATHS.start}>{t("state.home")}</a>
    </Empty>
  );
}
