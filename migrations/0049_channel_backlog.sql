-- What who joins later reads in one channel; null: as in its cohort.
alter table channel add column backlog text check (backlog in ('all', 'from_joining'));
