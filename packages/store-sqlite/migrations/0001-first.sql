-- Sessions, their messages and users.
--
-- One of the drivers ends a text at a NUL character: so ids are BLOBs of UTF-8, and names are JSON strings, which have none.
-- UUIDs are 16 bytes. Times are epoch milliseconds. A position is the rowid, and AUTOINCREMENT never gives one twice.

CREATE TABLE sessions (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  id BLOB NOT NULL UNIQUE,
  uuid BLOB NOT NULL,
  version INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('live', 'deleted')),
  user_id BLOB,
  user_uuid BLOB,
  metadata TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER,
  last_seq INTEGER NOT NULL,
  hidden_through INTEGER NOT NULL,
  restore_hidden_through INTEGER,
  trimmed_through INTEGER NOT NULL,
  purgeable_since INTEGER,
  -- Upper bound of the length of its messages, so that reading and removing can be bounded.
  longest INTEGER NOT NULL
) STRICT;

CREATE INDEX sessions_by_state ON sessions (state, position);
CREATE INDEX sessions_by_user ON sessions (user_uuid, state, position) WHERE user_uuid IS NOT NULL;
CREATE INDEX sessions_due ON sessions (purgeable_since, position) WHERE purgeable_since IS NOT NULL;

-- `session` is the position of the session that owns the message, or owned it until it was purged.
CREATE TABLE messages (
  session INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  uuid BLOB NOT NULL,
  json TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX messages_by_seq ON messages (session, seq);
CREATE UNIQUE INDEX messages_by_uuid ON messages (session, uuid);

-- Sessions that are gone while some of their messages still have to be removed, in slices.
CREATE TABLE purged (
  session INTEGER PRIMARY KEY,
  longest INTEGER NOT NULL
) STRICT;

CREATE TABLE users (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  id BLOB NOT NULL UNIQUE,
  uuid BLOB NOT NULL,
  version INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('live', 'erasing')),
  email TEXT,
  first_name TEXT,
  last_name TEXT,
  metadata TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE INDEX users_by_state ON users (state, position);
