-- A case that was opened in error is dropped by the desk, in words that whom it concerned reads: nothing was found.
alter table case_file
    add dropped_because text not null default '' check (length(dropped_because) <= 5000),
    add constraint case_dropped_found_nothing check (
        dropped_because = '' or (state = 'closed' and not upheld and appeal_by is null and kind in ('submission', 'award'))
    );
