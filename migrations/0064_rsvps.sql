-- Who says that they come to a meeting, and who was there. A person is never counted up over meetings (R65).

create table rsvp (
    id bigint generated always as identity primary key,
    meeting_id bigint not null references meeting,
    person_id bigint not null references person,
    answer text not null check (answer in ('comes', 'cannot', 'not_sure')),
    starts_at timestamptz not null, -- the time it was said of: of another one it says nothing (R18)
    at timestamptz not null,
    unique (meeting_id, person_id)
);
create index rsvp_of_person on rsvp (person_id);

create table attendance (
    id bigint generated always as identity primary key,
    meeting_id bigint not null references meeting,
    person_id bigint not null references person,
    mark text not null check (mark in ('there', 'late', 'not_there', 'unmarked')),
    at timestamptz not null,
    unique (meeting_id, person_id)
);
create index attendance_of_person on attendance (person_id);
