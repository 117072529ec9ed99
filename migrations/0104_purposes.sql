-- What a post key was given for: its answer is an id, and of something else it would be another thing's.
alter table post_key add column purpose text not null default '';
