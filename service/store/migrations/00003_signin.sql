-- +goose Up
-- A session of a browser ends when it is not used, at the latest at ends_ms. One
-- that was begun with a token ends with that.
ALTER TABLE tokens ADD COLUMN ends_ms BIGINT NOT NULL DEFAULT 0;
ALTER TABLE tokens ADD COLUMN parent_id TEXT REFERENCES tokens ON DELETE CASCADE;

-- When a member has signed in to the organisation: who belongs to several comes
-- to the one that he was in last.
ALTER TABLE members ADD COLUMN used_ms BIGINT NOT NULL DEFAULT 0;

-- An invitation makes a member of whoever brings its word, of which the hash is
-- kept, or has its e-mail address. It ends with its maker, if a member made it.
CREATE TABLE invitations (
    id         TEXT PRIMARY KEY,
    org_id     TEXT NOT NULL REFERENCES organisations ON DELETE CASCADE,
    account_id TEXT,
    role       TEXT NOT NULL,
    email      TEXT NOT NULL, -- '' for anyone who has the word
    hash       TEXT NOT NULL UNIQUE,
    created_ms BIGINT NOT NULL,
    expires_ms BIGINT NOT NULL,
    FOREIGN KEY (org_id, account_id) REFERENCES members ON DELETE CASCADE
);
CREATE INDEX invitations_email ON invitations (email);
