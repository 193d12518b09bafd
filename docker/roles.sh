#!/bin/sh
# Run once by the postgres image over a new volume: the two roles, the database, its extensions.
set -eu
psql --set ON_ERROR_STOP=1 --username postgres --set owner="$OWNER_PASSWORD" --set app="$APP_PASSWORD" <<'SQL'
CREATE ROLE topmetro_owner LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD :'owner';
CREATE ROLE topmetro_app LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD :'app';
CREATE DATABASE topmetro OWNER topmetro_owner;
REVOKE ALL ON DATABASE topmetro FROM PUBLIC;
GRANT CONNECT ON DATABASE topmetro TO topmetro_app;
\connect topmetro
ALTER SCHEMA public OWNER TO topmetro_owner;
GRANT USAGE ON SCHEMA public TO topmetro_app;
CREATE EXTENSION pg_trgm;
CREATE EXTENSION unaccent;
CREATE EXTENSION btree_gist;
SQL
