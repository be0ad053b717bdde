-- The index over the library. Disposable: everything in it comes from the
-- user's files and the reading state. Dates are civil seconds since 1970.

CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;

CREATE TABLE folders (
    id INTEGER PRIMARY KEY,
    path BLOB NOT NULL UNIQUE,      -- absolute
    shown TEXT NOT NULL,            -- below its root, root's name first
    articles INTEGER NOT NULL DEFAULT 0,
    unread INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE files (
    id INTEGER PRIMARY KEY,
    folder INTEGER NOT NULL,
    name BLOB NOT NULL,
    size INTEGER NOT NULL,
    mtime INTEGER NOT NULL,         -- nanoseconds
    hash INTEGER NOT NULL,          -- of the bytes
    engine INTEGER NOT NULL,        -- what imported it
    UNIQUE (folder, name)
);
CREATE INDEX files_by_hash ON files (hash);

CREATE TABLE sources (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    folded TEXT NOT NULL
);

CREATE TABLE articles (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL,
    file INTEGER NOT NULL,
    part INTEGER NOT NULL,
    folder INTEGER NOT NULL,
    date INTEGER NOT NULL,          -- orders by date, see time::order
    published INTEGER,
    added INTEGER NOT NULL,
    title TEXT NOT NULL,
    source INTEGER,
    words INTEGER NOT NULL,
    officials INTEGER NOT NULL,
    figures INTEGER NOT NULL,
    spoken INTEGER NOT NULL,        -- quotes that count, without reported speech
    read INTEGER NOT NULL,
    starred INTEGER NOT NULL,
    passages INTEGER NOT NULL,
    hash INTEGER NOT NULL,          -- of the document's text
    duplicate INTEGER NOT NULL DEFAULT 0,
    unreadable TEXT                 -- the reason
);
CREATE INDEX articles_by_date ON articles (date DESC, key DESC, folder, officials, figures, spoken);
CREATE INDEX articles_by_id ON articles (id);
CREATE INDEX articles_by_file ON articles (file);
CREATE INDEX articles_by_hash ON articles (hash);
CREATE INDEX articles_by_source ON articles (source);
CREATE INDEX articles_unread ON articles (date DESC, key DESC, folder) WHERE read = 0 AND unreadable IS NULL;
CREATE INDEX articles_starred ON articles (date DESC, key DESC, folder) WHERE starred = 1;
CREATE INDEX articles_kept ON articles (date DESC, key DESC, folder) WHERE passages > 0;
CREATE INDEX articles_unreadable ON articles (date DESC, key DESC, folder) WHERE unreadable IS NOT NULL;
CREATE INDEX articles_duplicate ON articles (date DESC, key DESC, folder) WHERE duplicate = 1;

-- A new article is counted by the writer: a trigger would cost a savepoint, at
-- which the full-text tables write out what they have gathered.
CREATE TRIGGER articles_out AFTER DELETE ON articles BEGIN
    UPDATE folders SET articles = articles - 1, unread = unread - (old.read = 0 AND old.unreadable IS NULL) WHERE id = old.folder;
END;
CREATE TRIGGER articles_moved AFTER UPDATE OF folder, read, unreadable ON articles
    WHEN old.folder <> new.folder OR old.read <> new.read
    OR (old.unreadable IS NULL) <> (new.unreadable IS NULL) BEGIN
    UPDATE folders SET articles = articles - 1, unread = unread - (old.read = 0 AND old.unreadable IS NULL) WHERE id = old.folder;
    UPDATE folders SET articles = articles + 1, unread = unread + (new.read = 0 AND new.unreadable IS NULL) WHERE id = new.folder;
END;

-- Articles whose file is costly to import again: postcard, deflated.
CREATE TABLE stored (key INTEGER PRIMARY KEY, article BLOB NOT NULL);

CREATE TABLE units (
    id INTEGER PRIMARY KEY,
    folded TEXT NOT NULL UNIQUE
);
-- Packed, see index/pack.rs: a row for each figure and each quote would cost
-- more than the words of the text.
CREATE TABLE figures (key INTEGER PRIMARY KEY, figures BLOB NOT NULL);
CREATE TABLE quotes (key INTEGER PRIMARY KEY, quotes BLOB NOT NULL);

-- Words are folded by us; the tokenizer only cuts at spaces.
CREATE VIRTUAL TABLE text USING fts5 (
    title, body, caption, by,
    content = '', contentless_delete = 1, tokenize = 'ascii'
);
-- The speakers of an article are parted by a word that no query can hold.
CREATE VIRTUAL TABLE facts USING fts5 (
    official, place, lang, speaker,
    content = '', contentless_delete = 1, tokenize = 'ascii'
);
-- Gathers so many bytes before it writes a segment: fewer to be merged.
INSERT INTO text (text, rank) VALUES ('hashsize', 8388608);
CREATE VIRTUAL TABLE text_words USING fts5vocab (text, row);
CREATE VIRTUAL TABLE facts_words USING fts5vocab (facts, row);
-- Where each word stands.
CREATE VIRTUAL TABLE text_places USING fts5vocab (text, instance);

-- Mirror of the reading state, so that queries can use it.
CREATE TABLE reading (
    id TEXT PRIMARY KEY,
    read INTEGER NOT NULL,
    starred INTEGER NOT NULL,
    passages INTEGER NOT NULL,
    notes TEXT NOT NULL,            -- folded
    tags TEXT NOT NULL              -- folded
) WITHOUT ROWID;
