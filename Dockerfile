# Airflow, dbt, Great Expectations and the report in one environment, installed from the lock with its hashes.
FROM python:3.11-slim-bookworm

# curl: health checks. Fonts that hold Russian and Kazakh letters: DejaVu and Noto.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates curl fonts-dejavu-core fonts-noto-core \
  && rm -rf /var/lib/apt/lists/*

ENV UV_PYTHON_DOWNLOADS=never \
  UV_COMPILE_BYTECODE=1 \
  VIRTUAL_ENV=/opt/olshem/.venv \
  PATH=/opt/olshem/.venv/bin:$PATH \
  PYTHONPATH=/opt/olshem

WORKDIR /opt/olshem
COPY requirements.lock pyproject.toml README.md ./
RUN pip install --no-cache-dir uv==0.13.9 \
  && uv venv .venv \
  && uv pip sync --no-cache --require-hashes requirements.lock

COPY . .
RUN uv pip install --no-cache --no-deps --no-build-isolation --offline --editable . \
  && useradd --system --uid 50000 --home-dir /var/lib/olshem --shell /usr/sbin/nologin olshem \
  && mkdir --parents /var/lib/olshem/deliveries/demo \
  && chown --recursive olshem: /var/lib/olshem

ARG CODE_VERSION=unknown
ENV OLSHEM_CODE_VERSION=$CODE_VERSION

USER olshem
VOLUME /var/lib/olshem
EXPOSE 8080
CMD ["airflow", "version"]
