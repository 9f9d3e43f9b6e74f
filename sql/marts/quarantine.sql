-- grain: one thing not taken
select source_uri, record_no, stage, reason, detail
from ledger
where outcome = 'quarantined'
