#!/bin/sh
# Run once by PostgreSQL's image, on an empty volume: who migrates owns the database, and the product only uses it.
set -eu
psql --set=ON_ERROR_STOP=1 --set=owner_password="$OWNER_PASSWORD" --set=app_password="$APP_PASSWORD" \
    --username="$POSTGRES_USER" --dbname=postgres <<'SQL'
CREATE ROLE salesmgmt_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE salesmgmt_app LOGIN PASSWORD :'app_password';
CREATE DATABASE salesmgmt OWNER salesmgmt_owner;
REVOKE CONNECT ON DATABASE salesmgmt FROM PUBLIC;
SQL
