#!/usr/bin/env bash
# Everything that judges the code without running it. Stops at the first fault; run from the project's folder.
set -euo pipefail

step() { printf '\n== %s\n' "$1"; }

step 'style'
ruff check .
ruff format --check .
step 'templates'
djlint --lint --quiet cms intake search site
step 'types'
mypy -p sunshine -p regions -p accounts -p privacy -p records -p delivery -p search -p cms -p intake
step 'import rules'
lint-imports
step 'migrations'
DJANGO_SETTINGS_MODULE=sunshine.settings.test sunshine makemigrations --check --dry-run
step 'deployment check under production settings, with throw-away secrets'
SUNSHINE_VAR=$(mktemp -d) \
  SUNSHINE_SECRET_KEY=$(python -c 'import secrets; print(secrets.token_urlsafe(60))') \
  SUNSHINE_DATA_KEYS=$(python -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())') \
  SUNSHINE_INDEX_KEY=$(python -c 'import secrets; print(secrets.token_urlsafe(48))') \
  SUNSHINE_HOSTS=sunshine.example SUNSHINE_BASE_URL=https://sunshine.example SUNSHINE_PROXIES=127.0.0.1 \
  SUNSHINE_MAIL_CHANNEL=off SUNSHINE_SMS_CHANNEL=off \
  DJANGO_SETTINGS_MODULE=sunshine.settings.production \
  sunshine check --deploy --fail-level WARNING
step 'translations'
DJANGO_SETTINGS_MODULE=sunshine.settings.test sunshine translations --check
