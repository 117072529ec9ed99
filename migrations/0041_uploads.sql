-- Files come by one way, whatever for: of a piece of work until now, and of a message next. Their table is called so.

alter table artifact rename to upload;
alter table artifact_piece rename to upload_piece;
alter table upload_piece rename column artifact_id to upload_id;
alter table artifact_page rename to upload_page;
alter table upload_page rename column artifact_id to upload_id;
alter index artifact_of_work rename to upload_of_work;
alter index artifact_expires rename to upload_expires;
alter trigger artifact_gone on upload rename to upload_gone;
alter trigger artifact_file_gone on upload rename to upload_file_gone;
alter trigger artifact_piece_gone on upload_piece rename to upload_piece_gone;
alter trigger artifact_page_gone on upload_page rename to upload_page_gone;
alter function artifact_leaves_files rename to upload_leaves_files;
alter function artifact_lets_go rename to upload_lets_go;
alter function artifact_part_leaves_files rename to upload_part_leaves_files;
update job set payload = jsonb_build_object('upload', payload -> 'artifact')
where name in ('evidence.gather_file', 'evidence.look_at_file');
