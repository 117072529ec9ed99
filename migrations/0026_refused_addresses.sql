-- Mail to an address came back: none is sent there until its owner confirms it again, or says that it is to be tried.

alter table email add column refused_at timestamptz;
