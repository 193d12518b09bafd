# The portal's image: one for web, worker, beat and migrations; the command tells them apart.

FROM python:3.13-slim-bookworm AS build
WORKDIR /srv/topmetro
COPY requirements/ requirements/
RUN python -m venv /srv/venv \
    && /srv/venv/bin/pip install --no-cache-dir --only-binary :all: --require-hashes --no-deps -r requirements/base.txt \
    && python -m venv /srv/tools \
    && /srv/tools/bin/pip install --no-cache-dir --only-binary :all: --require-hashes --no-deps -r requirements/dev.txt
COPY . .
RUN /srv/tools/bin/python -c "from devkit.messages import compile_catalogues; compile_catalogues()" \
    && SECRET_KEY=for-building-only DATABASE_URL=postgresql://build/build REDIS_URL=redis://build EMAIL_URL=dummymail:// \
       PUBLIC_URL=https://build.invalid STATIC_ROOT=/srv/static \
       /srv/venv/bin/python manage.py collectstatic --no-input --verbosity 0 \
    && rm -r devkit dev.py

FROM python:3.13-slim-bookworm
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -r /var/lib/apt/lists/* \
    && useradd --system --home-dir /srv/topmetro topmetro \
    && install --directory --owner topmetro /srv/media
COPY --from=build /srv/venv /srv/venv
COPY --from=build /srv/static /srv/static
COPY --from=build /srv/topmetro /srv/topmetro
WORKDIR /srv/topmetro
USER topmetro
ENV PATH=/srv/venv/bin:$PATH PYTHONUNBUFFERED=1 STATIC_ROOT=/srv/static MEDIA_ROOT=/srv/media
CMD ["gunicorn", "topmetro.wsgi:application", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "2", "--threads", "4", "--no-control-socket"]
