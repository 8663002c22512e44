-- Times are milliseconds of Unix time, so that SQLite and PostgreSQL keep them
-- alike. Identifiers are version 7 UUIDs: newer ones sort after older ones.

-- +goose Up
CREATE TABLE organisations (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL UNIQUE,
    plan       TEXT NOT NULL,
    created_ms BIGINT NOT NULL
);

-- An account is a person, or a program that was given a token. Who signs in
-- through a provider is known by the provider's own identifier of him.
CREATE TABLE accounts (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    issuer     TEXT,
    subject    TEXT,
    created_ms BIGINT NOT NULL,
    UNIQUE (issuer, subject)
);

CREATE TABLE members (
    org_id     TEXT NOT NULL REFERENCES organisations ON DELETE CASCADE,
    account_id TEXT NOT NULL REFERENCES accounts ON DELETE CASCADE,
    role       TEXT NOT NULL,
    PRIMARY KEY (org_id, account_id)
);

-- Only the hash of a token is kept; kind tells tokens of programs from sessions
-- of browsers.
CREATE TABLE tokens (
    id         TEXT PRIMARY KEY,
    org_id     TEXT NOT NULL,
    account_id TEXT NOT NULL,
    kind       TEXT NOT NULL,
    name       TEXT NOT NULL,
    hash       TEXT NOT NULL UNIQUE,
    scopes     TEXT NOT NULL,
    created_ms BIGINT NOT NULL,
    expires_ms BIGINT NOT NULL,
    used_ms    BIGINT NOT NULL DEFAULT 0,
    FOREIGN KEY (org_id, account_id) REFERENCES members ON DELETE CASCADE
);

CREATE TABLE uploads (
    id             TEXT PRIMARY KEY,
    org_id         TEXT NOT NULL REFERENCES organisations ON DELETE CASCADE,
    account_id     TEXT NOT NULL,
    kind           TEXT NOT NULL,
    name           TEXT NOT NULL,
    sha256         TEXT NOT NULL,
    size_bytes     BIGINT NOT NULL,
    received_bytes BIGINT NOT NULL DEFAULT 0,
    complete       BOOLEAN NOT NULL DEFAULT FALSE,
    created_ms     BIGINT NOT NULL,
    expires_ms     BIGINT NOT NULL
);
CREATE INDEX uploads_content ON uploads (org_id, sha256);
CREATE INDEX uploads_expiry ON uploads (expires_ms);

-- The parts of an upload in the making, each a blob.
CREATE TABLE upload_parts (
    upload_id  TEXT NOT NULL REFERENCES uploads ON DELETE CASCADE,
    start_byte BIGINT NOT NULL,
    blob_key   TEXT NOT NULL,
    PRIMARY KEY (upload_id, start_byte)
);

CREATE TABLE analyses (
    id           TEXT PRIMARY KEY,
    org_id       TEXT NOT NULL REFERENCES organisations ON DELETE CASCADE,
    account_id   TEXT NOT NULL,
    upload_id    TEXT NOT NULL,
    kind         TEXT NOT NULL,
    name         TEXT NOT NULL,
    content_key  TEXT NOT NULL, -- hash of the content and the settings
    settings     TEXT NOT NULL, -- JSON
    state        TEXT NOT NULL,
    stage        TEXT NOT NULL DEFAULT '',
    fraction     DOUBLE PRECISION NOT NULL DEFAULT 0,
    job_id       BIGINT NOT NULL DEFAULT 0, -- whose worker may write to this row
    heartbeat_ms BIGINT NOT NULL DEFAULT 0,
    code         TEXT NOT NULL DEFAULT '',
    message      TEXT NOT NULL DEFAULT '',
    hint         TEXT NOT NULL DEFAULT '',
    shots        BIGINT NOT NULL DEFAULT 0,
    quality      DOUBLE PRECISION NOT NULL DEFAULT 0,
    prefix       TEXT NOT NULL DEFAULT '', -- of the results' blobs
    created_ms   BIGINT NOT NULL,
    started_ms   BIGINT NOT NULL DEFAULT 0,
    finished_ms  BIGINT NOT NULL DEFAULT 0,
    expires_ms   BIGINT NOT NULL,
    UNIQUE (org_id, content_key)
);
CREATE INDEX analyses_expiry ON analyses (expires_ms);
CREATE INDEX analyses_upload ON analyses (upload_id);

CREATE TABLE files (
    analysis_id TEXT NOT NULL REFERENCES analyses ON DELETE CASCADE,
    name        TEXT NOT NULL,
    size_bytes  BIGINT NOT NULL,
    media_type  TEXT NOT NULL,
    PRIMARY KEY (analysis_id, name)
);

-- How much of its plan an organisation has used in a month, such as 2026-11.
CREATE TABLE used (
    org_id   TEXT NOT NULL REFERENCES organisations ON DELETE CASCADE,
    month    TEXT NOT NULL,
    analyses BIGINT NOT NULL,
    PRIMARY KEY (org_id, month)
);

CREATE TABLE audit (
    id         TEXT PRIMARY KEY,
    org_id     TEXT NOT NULL REFERENCES organisations ON DELETE CASCADE,
    account_id TEXT NOT NULL,
    at_ms      BIGINT NOT NULL,
    action     TEXT NOT NULL,
    object     TEXT NOT NULL
);
CREATE INDEX audit_org ON audit (org_id, id);

-- What all processes of the service share, such as the key that signs links.
CREATE TABLE secrets (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
