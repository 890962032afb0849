# The web frontend, built with Node; the server, installed from the lock; the running image has neither compiler nor npm.
FROM node:20-bookworm-slim AS web
WORKDIR /build/web
COPY web/package.json web/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY web/ ./
COPY graph_api/schema.graphql /build/graph_api/schema.graphql
RUN npm run build
WORKDIR /build/divisions
COPY records/divisions/package.json records/divisions/package-lock.json ./
RUN npm ci --no-audit --no-fund

FROM python:3.12-slim-bookworm AS app
ENV UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1 UV_PROJECT_ENVIRONMENT=/opt/jiju
RUN pip install --no-cache-dir "uv>=0.5"
WORKDIR /build
COPY pyproject.toml uv.lock README.md LICENSE ./
RUN uv sync --locked --no-dev --no-install-project
COPY ontology/ ontology/
COPY records/ records/
COPY loaders/ loaders/
COPY nlp/ nlp/
COPY cypher/ cypher/
COPY analysis/ analysis/
COPY graph_api/ graph_api/
COPY jiju/ jiju/
COPY --from=web /build/graph_api/static/ graph_api/static/
COPY --from=web /build/divisions/node_modules/ records/divisions/node_modules/
RUN /opt/jiju/bin/python -m records.divisions && rm -rf records/divisions/node_modules
RUN uv sync --locked --no-dev --no-editable

FROM python:3.12-slim-bookworm
RUN useradd --system --uid 10001 --create-home jiju && install -d -o jiju /data
COPY --from=app /opt/jiju /opt/jiju
ENV PATH=/opt/jiju/bin:$PATH JIJU_DATA=/data JIJU_HOST=0.0.0.0 JIJU_PORT=8000
USER jiju
WORKDIR /data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=12 \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
CMD ["jiju", "serve"]
