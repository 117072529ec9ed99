"""A request that waits until the files of its draft were looked at: names in them stop it before anybody reads."""
