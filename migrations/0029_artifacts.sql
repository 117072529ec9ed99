-- Files of a piece of work. What the store holds for one of them is `file` as it was sent, for its owner only, and `copy` as
-- others see it. `number` stands in addresses and is guessed by nobody; hash and store name never leave their row.

create table artifact (
    id bigint generated always as identity primary key,
    number text not null unique check (number ~ '^[0-9A-HJKMNP-TV-Z]{12}$'),
    work_id bigint not null references work on delete cascade,
    name text not null check (length(name) between 1 and 200), -- as its owner calls it
    sent_as text not null check (length(sent_as) between 1 and 200), -- as it was called when it came
    kind text not null check (kind in (
        'pdf', 'docx', 'odt', 'pptx', 'xlsx', 'txt', 'jpg', 'png', 'webp', 'gif', 'mp3', 'm4a', 'wav', 'ogg', 'mp4', 'mov', 'webm')),
    state text not null check (state in ('waiting', 'uploading', 'checking', 'ready', 'refused')),
    why text not null default '' check ((why <> '') = (state = 'refused')),
    size bigint not null check (size between 0 and 500000000), -- bytes of the whole
    received bigint not null default 0 check (received between 0 and size),
    sha256 text not null default '' check (sha256 ~ '^([0-9a-f]{64})?$'),
    file text not null default '' check ((file = '') = (sha256 = '')),
    copy text not null default '',
    copy_size bigint not null default 0 check (copy_size >= 0),
    alt text not null default '' check (length(alt) <= 1000),
    decorative boolean not null default false check (not decorative or alt = ''),
    with_students boolean not null default false,
    released boolean not null default false check (with_students or not released),
    metadata jsonb not null default '{}', -- what was found inside: author, title, place, device, made_at; shown to the owner
    added_at timestamptz not null,
    expires_at timestamptz check ((expires_at is null) = (state not in ('waiting', 'uploading'))),
    check ((file <> '') = (state in ('checking', 'ready')))
);
create index artifact_of_work on artifact (work_id, id);
create index artifact_expires on artifact (expires_at) where expires_at is not null;

-- What came of a file that is still on its way, in the order of `start`.
create table artifact_piece (
    artifact_id bigint not null references artifact on delete cascade,
    start bigint not null check (start >= 0),
    size bigint not null check (size > 0),
    file text not null,
    primary key (artifact_id, start)
);

-- One page of a document as a picture with its text, as others see it.
create table artifact_page (
    artifact_id bigint not null references artifact on delete cascade,
    number integer not null check (number > 0),
    file text not null,
    text text not null default '' check (length(text) <= 100000),
    primary key (artifact_id, number)
);

-- What the store still holds though its row is gone, however it went; a job takes it away.
create table stray_file (
    file text primary key
);

create function artifact_leaves_files() returns trigger language plpgsql as $$
begin
    insert into stray_file (file) select file from unnest(array[old.file, old.copy]) as left_behind (file) where file <> ''
    on conflict do nothing;
    return old;
end $$;
create function artifact_lets_go() returns trigger language plpgsql as $$
begin
    insert into stray_file (file)
    select was from (values (old.file, new.file), (old.copy, new.copy)) as now (was, is_now) where was <> '' and was <> is_now
    on conflict do nothing;
    return new;
end $$;
create trigger artifact_gone after delete on artifact for each row execute function artifact_leaves_files();
create trigger artifact_file_gone after update of file, copy on artifact for each row
    when (old.file <> new.file and old.file <> '' or old.copy <> new.copy and old.copy <> '')
    execute function artifact_lets_go();

create function artifact_part_leaves_files() returns trigger language plpgsql as $$
begin
    insert into stray_file (file) values (old.file) on conflict do nothing;
    return old;
end $$;
create trigger artifact_piece_gone after delete on artifact_piece for each row execute function artifact_part_leaves_files();
create trigger artifact_page_gone after delete on artifact_page for each row execute function artifact_part_leaves_files();

-- A link that somebody put into a text or a slot for links, and whether it opened without signing in (R33).
create table link (
    id bigint generated always as identity primary key,
    work_id bigint not null references work on delete cascade,
    address text not null check (length(address) between 1 and 2000),
    in_text boolean not null default false,
    result text not null default 'waiting' check (result in ('waiting', 'opens', 'asks_to_sign_in', 'not_found', 'could_not_check')),
    checked_at timestamptz check ((checked_at is null) = (result = 'waiting')),
    added_at timestamptz not null,
    unique (work_id, address)
);
