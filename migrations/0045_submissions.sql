-- An attempt: a frozen copy of what was made, judged as it was when it was submitted (R34).

-- `number` stands in addresses and says nothing about who submitted or how many did.
create table submission (
    id bigint generated always as identity primary key,
    number text not null unique check (number ~ '^[0-9A-HJKMNP-TV-Z]{12}$'),
    application_id bigint not null references application on delete cascade,
    attempt integer not null check (attempt >= 1),
    definition_version_id bigint not null references definition_version,
    definition_sha256 text not null check (definition_sha256 ~ '^[0-9a-f]{64}$'),
    state text not null default 'submitted' check (state in ('submitted', 'taken_back')),
    promises text[] not null check (promises @> array['own', 'names', 'ready']), -- R30
    submitted_at timestamptz not null,
    expected_on date not null check (expected_on >= submitted_at::date), -- where its earner lives (R58)
    ended_at timestamptz check ((ended_at is null) = (state = 'submitted'))
);
create unique index submission_one_open on submission (application_id) where state = 'submitted';
create index submission_of_application on submission (application_id, id);

-- Each requirement as it was: its text, with its hash.
create table submitted_work (
    submission_id bigint not null references submission on delete cascade,
    requirement_key text not null,
    place integer not null check (place >= 1),
    text text not null check (length(text) <= 200000),
    words integer not null check (words >= 0),
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    primary key (submission_id, requirement_key)
);

-- Each file as others see it, under a neutral name (R31). `file` is the store's, and stays there with this row;
-- `sha256` is of what is read here, `original_sha256` of what its owner sent.
create table submitted_file (
    id bigint generated always as identity primary key,
    number text not null unique check (number ~ '^[0-9A-HJKMNP-TV-Z]{12}$'),
    submission_id bigint not null,
    requirement_key text not null,
    place integer not null check (place >= 1),
    name text not null check (length(name) between 1 and 200),
    kind text not null,
    media_type text not null,
    size bigint not null check (size >= 0),
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    original_sha256 text not null check (original_sha256 ~ '^[0-9a-f]{64}$'),
    file text not null check (file <> ''),
    alt text not null default '' check (length(alt) <= 1000),
    decorative boolean not null default false,
    unique (submission_id, requirement_key, place),
    foreign key (submission_id, requirement_key) references submitted_work on delete cascade
);
create index submitted_file_in_store on submitted_file (file);

create table submitted_page (
    submitted_file_id bigint not null references submitted_file on delete cascade,
    number integer not null check (number > 0),
    file text not null check (file <> ''),
    text text not null default '' check (length(text) <= 100000),
    primary key (submitted_file_id, number)
);
create index submitted_page_in_store on submitted_page (file);

-- The hash of the copy, noted when it is made.
alter table upload add copy_sha256 text not null default '' check (copy_sha256 ~ '^([0-9a-f]{64})?$');

-- What a frozen copy holds stays in the store, though its owner has taken it away from the draft.
create index upload_in_store on upload (file) where file <> '';
create index upload_copy_in_store on upload (copy) where copy <> '';
create index upload_page_in_store on upload_page (file);

create function is_in_use(wanted text) returns boolean language sql as $$
    select exists (select from submitted_file where file = wanted)
        or exists (select from submitted_page where file = wanted)
        or exists (select from upload where file = wanted)
        or exists (select from upload where copy = wanted)
        or exists (select from upload_page where file = wanted)
$$;
create function stray_file_is_none() returns trigger language plpgsql as $$
begin
    if is_in_use(new.file) then
        return null;
    end if;
    return new;
end $$;
create trigger stray_file_is_none before insert on stray_file for each row execute function stray_file_is_none();
create trigger submitted_file_gone after delete on submitted_file
    for each row execute function upload_part_leaves_files();
create trigger submitted_page_gone after delete on submitted_page
    for each row execute function upload_part_leaves_files();
