-- +goose Up
-- A session of a browser ends when it is not used, at the latest at ends_ms. One
-- that was begun with a token ends with that.
ALTER TABLE tokens ADD COLUMN ends_ms BIGINT NOT NULL DEFAULT 0;
ALTER TABLE tokens ADD COLUMN parent_id TEXT REFERENCES tokens ON DELETE CASCADE;
