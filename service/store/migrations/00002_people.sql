-- Players with their guardians' consents, training sessions, and links that share
-- a result. A column that names nothing is ''.

-- +goose Up
ALTER TABLE organisations ADD COLUMN removed BOOLEAN NOT NULL DEFAULT FALSE;

-- A removed player has no name any more, and is hidden until all of his is gone.
CREATE TABLE players (
    id         TEXT PRIMARY KEY,
    org_id     TEXT NOT NULL REFERENCES organisations ON DELETE CASCADE,
    account_id TEXT NOT NULL DEFAULT '', -- the member who he is
    name       TEXT NOT NULL,
    born       TEXT NOT NULL, -- 2012-05-30, or 2012
    removed    BOOLEAN NOT NULL DEFAULT FALSE,
    created_ms BIGINT NOT NULL
);
CREATE INDEX players_org ON players (org_id, id);
CREATE UNIQUE INDEX players_account ON players (org_id, account_id) WHERE account_id <> '';

CREATE TABLE consents (
    id           TEXT PRIMARY KEY,
    player_id    TEXT NOT NULL REFERENCES players ON DELETE CASCADE,
    guardian     TEXT NOT NULL,
    given_on     TEXT NOT NULL, -- 2026-11-27
    may_store    BOOLEAN NOT NULL,
    may_share    BOOLEAN NOT NULL,
    account_id   TEXT NOT NULL, -- who has recorded it
    created_ms   BIGINT NOT NULL,
    withdrawn_ms BIGINT NOT NULL DEFAULT 0,
    withdrawn_by TEXT NOT NULL DEFAULT ''
);
CREATE INDEX consents_player ON consents (player_id);

CREATE TABLE trainings (
    id         TEXT PRIMARY KEY,
    org_id     TEXT NOT NULL REFERENCES organisations ON DELETE CASCADE,
    account_id TEXT NOT NULL,
    player_id  TEXT NOT NULL DEFAULT '',
    name       TEXT NOT NULL,
    day        TEXT NOT NULL, -- 2026-11-27
    created_ms BIGINT NOT NULL
);
CREATE INDEX trainings_org ON trainings (org_id, id);

ALTER TABLE analyses ADD COLUMN player_id TEXT NOT NULL DEFAULT '';
ALTER TABLE analyses ADD COLUMN training_id TEXT NOT NULL DEFAULT '';
CREATE INDEX analyses_player ON analyses (player_id);
CREATE INDEX analyses_training ON analyses (training_id);

-- Only the hash of a link's word is kept.
CREATE TABLE shares (
    id          TEXT PRIMARY KEY,
    org_id      TEXT NOT NULL REFERENCES organisations ON DELETE CASCADE,
    analysis_id TEXT NOT NULL REFERENCES analyses ON DELETE CASCADE,
    account_id  TEXT NOT NULL,
    hash        TEXT NOT NULL UNIQUE,
    created_ms  BIGINT NOT NULL,
    expires_ms  BIGINT NOT NULL
);
CREATE INDEX shares_analysis ON shares (analysis_id);

-- Where something that was removed while it was written to may appear once more.
-- All below the prefix is removed again after a time.
CREATE TABLE remains (
    prefix   TEXT PRIMARY KEY,
    after_ms BIGINT NOT NULL
);
