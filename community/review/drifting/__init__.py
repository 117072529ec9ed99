"""Whether readers still judge as the others do, long after they calibrated: drift, shown to approvers (R51)."""
