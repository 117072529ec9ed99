"""The table of doors: who may do what at each address. `python -m tests.doors.table` writes docs/doors.md from it.

`ok` may · `in` is sent to sign in first · `--` is told that there is no such thing (404) · `no` is told that it is not
for them (403) · `??` to sign in first, said to a program (401) · `!!` it is too late for that (409). In brackets: what
stands at that place of the address instead of the usual.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from tests.support.roles import ASIDE, DESKS, ROLES

PAGE = Path(__file__).parents[2] / "docs" / "doors.md"

DOORS = """
                                                                          vi st el le re in pa au ob he fa or ab si
# open to everybody
GET  /                                                                    ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /catalogue                                                           ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /catalogue/{code}                                                    ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /catalogue/{code}/card.png                                           ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /catalogue/{code}/print                                              ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /catalogue/{code}/versions                                           ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /catalogue/{code}/credit/letter                                      in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /issuers/{issuer}/did.json                                           ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /issuers/{issuer}/keys/{signing_key}                                 ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /issuers/{issuer}/status/{list}                                      ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /verify                                                              ok ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /verify                                                              ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /badges/{code}/{version}.png                                         ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /badges/stacks/{stack}.png                                           ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /stacks                                                              ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /stacks/{stack}                                                      ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /stacks/{stack}/card.png                                             ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /help                                                                ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /help/{help_page}                                                    ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /find                                                                ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /find/{state}                                                        ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /affiliates/{affiliate}                                              ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /affiliates/{affiliate}/card.png                                     ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /groups/{group}                                                      ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /groups/{group}/card.png                                             ok ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /affiliates/{affiliate}/question                                     ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /questions/link/{question_link}                                      ok ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /questions/link/{question_link}                                      ok ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /questions/link/{question_link}/withdrawal                           ok ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /affiliates/{affiliate}/names                                        ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /names/link/{name_link}                                              ok ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /names/link/{name_link}                                              ok ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /names/link/{name_link}/withdrawal                                   ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /showcases/{showcase}                                                ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /showcases/{showcase}/card.png                                       ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /showcases/{showcase}/files/{frozen}/content                         -- -- -- -- -- -- -- -- -- -- -- -- -- --
GET  /showcases/link/{secret}                                             ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /showcases/link/{secret}/files/{frozen}/content                      -- -- -- -- -- -- -- -- -- -- -- -- -- --
GET  /join                                                                ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /join/{join_code}                                                    ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /join/{join_code}/requests                                           ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /calendar/{calendar_secret}.ics                                      ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /meetings/link/{meeting_link}                                        ok ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /meetings/link/{meeting_link}                                        ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /invitations/link/{letter}                                           ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /static/{mark}/{path}                                                ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /healthz                                                             ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /readyz                                                              ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /mail                                                                ok ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /mail/returned                                                       -- -- -- -- -- -- -- -- -- -- -- -- -- --
GET  /mail/{name}                                                         ok ok ok ok ok ok ok ok ok ok ok ok ok ok

# the desk of an issuer's catalogue editors, who stand in no cohort: what they are told stands below, with who is aside
GET  /issuers/{issuer}/catalogue                                          in -- -- -- -- -- -- -- -- -- -- -- -- --
GET  /issuers/{issuer}/catalogue/{code}/versions/{number}                 in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /issuers/{issuer}/catalogue/{code}/retirement                        in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /issuers/{issuer}/catalogue/{code}/retirement/end                    in -- -- -- -- -- -- -- -- -- -- -- -- --
GET  /issuers/{issuer}/versions/new                                       in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /issuers/{issuer}/previews                                           in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /issuers/{issuer}/versions                                           in -- -- -- -- -- -- -- -- -- -- -- -- --

# the desk of reviewers, who stand in no cohort: the attempt is there for who may read it, and to nobody else
GET  /reviews                                                             in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /reviews/languages                                                   in -- -- -- -- -- -- -- -- -- -- -- -- --
GET  /reviews/comments                                                    in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /reviews/comments                                                    in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /reviews/comments/{comment_id}/removal                               in -- -- -- -- -- -- -- -- -- -- -- -- --
GET  /reviews/{attempt}                                                   in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /reviews/{attempt}/claims                                            in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /reviews/{attempt}/draft                                             in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /reviews/{attempt}/check                                             in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /reviews/{attempt}/recommendation                                    in -- -- -- -- -- -- -- -- -- -- -- -- --
GET  /reviews/{attempt}/preview                                           in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /reviews/{attempt}/return                                            in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /reviews/{attempt}/comments                                          in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /reviews/{attempt}/comments/insertion                                in -- -- -- -- -- -- -- -- -- -- -- -- --
GET  /reviews/{attempt}/files/{evidence}/content                          in -- -- -- -- -- -- -- -- -- -- -- -- --
GET  /reviews/{attempt}/files/{evidence}/pages/{page}/content             in -- -- -- -- -- -- -- -- -- -- -- -- --
GET  /reviews/{attempt}/links/{key}/{link}                                in -- -- -- -- -- -- -- -- -- -- -- -- --

# the desk of an issuer's approvers
GET  /approvals                                                           in -- -- -- -- -- -- -- -- -- -- -- -- --
GET  /approvals/{attempt}                                                 in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /approvals/{attempt}/sentences                                       in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /approvals/{attempt}/override                                        in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /approvals/{attempt}/words                                           in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /approvals/{attempt}/withdrawal                                      in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /issuers/{issuer}/readers                                            in -- -- -- -- -- -- -- -- -- -- -- -- --

# support: asked from the foot of any page, read by who asked and by the desk
GET  /support                                                             ok ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /support/tickets                                                     ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /support/tickets/{ticket}                                            in -- -- -- -- -- -- ok -- -- -- -- -- --
POST /support/tickets/{ticket}/entries                                    in -- -- -- -- -- -- ok -- -- -- -- -- --
POST /support/tickets/{ticket}/closing                                    in -- -- -- -- -- -- ok -- -- -- -- -- --
GET  /support/link/{ticket_link}                                          ok ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /support/link/{ticket_link}                                          ok ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /support/link/{ticket_link}/entries                                  ok ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /support/link/{ticket_link}/closing                                  ok ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /support/link/{ticket_link}/withdrawal                               ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /support/desk                                                        in -- -- -- -- -- -- -- -- -- -- -- -- --
GET  /support/desk/{ticket}                                               in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /support/desk/{ticket}/answers                                       in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /support/desk/{ticket}/passing                                       in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /support/desk/{ticket}/standing                                      in -- -- -- -- -- -- -- -- -- -- -- -- --
GET  /support/answers                                                     in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /support/answers                                                     in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /support/answers/{canned_id}/removal                                 in -- -- -- -- -- -- -- -- -- -- -- -- --

# cases: the desk opens them and keeps their plan, the committee votes, whom one concerns answers and appeals
GET  /committee                                                           in -- -- -- -- -- -- -- -- -- -- -- -- --
GET  /committee/{case}                                                    in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /committee/{case}/attachments                                        in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /committee/{case}/conflict                                           in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /committee/{case}/votes                                              in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /committee/{case}/end                                                in -- -- -- -- -- -- -- -- -- -- -- -- --
GET  /issuers/{issuer}/cases/new                                          in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /issuers/{issuer}/cases                                              in -- -- -- -- -- -- -- -- -- -- -- -- --
GET  /issuers/{issuer}/cases/plan                                         in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /issuers/{issuer}/cases/plan/{case_kind}                             in -- -- -- -- -- -- -- -- -- -- -- -- --
GET  /cases                                                               in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /cases/{case}                                                        in -- -- -- -- -- -- ok -- -- -- -- -- --
POST /cases/{case}/answer                                                 in -- -- -- -- -- -- ok -- -- -- -- -- --
GET  /submissions/{submission}/appeal                                     in -- -- -- -- -- -- ok -- -- -- -- -- --
POST /submissions/{submission}/appeal                                     in -- -- -- -- -- -- ok -- -- -- -- -- --
GET  /awards/{award}/appeal [award=revoked]                               in -- -- -- -- -- -- ok -- -- -- -- -- --
POST /awards/{award}/appeal [award=revoked]                               in -- -- -- -- -- -- ok -- -- -- -- -- --

# who may review: an issuer's approvers keep the register, who is asked answers
GET  /issuers/{issuer}/reviewers                                          in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /issuers/{issuer}/reviewers                                          in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /issuers/{issuer}/reviewers/{certification_id}/ending                in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /issuers/{issuer}/reviewers/{certification_id}/calibration           in -- -- -- -- -- -- -- -- -- -- -- -- --
GET  /issuers/{issuer}/calibration                                        in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /issuers/{issuer}/calibration                                        in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /issuers/{issuer}/calibration/agreement                              in -- -- -- -- -- -- -- -- -- -- -- -- --
GET  /issuers/{issuer}/calibration/new                                    in -- -- -- -- -- -- -- -- -- -- -- -- --
GET  /issuers/{issuer}/calibration/{set_id}                               in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /issuers/{issuer}/calibration/{set_id}/retirement                    in -- -- -- -- -- -- -- -- -- -- -- -- --
GET  /reviewing/{certification_id}/calibration [certification_id=trained] in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /reviewing/{certification_id}/calibration [certification_id=trained] in -- -- -- -- -- -- -- -- -- -- -- -- --
GET  /calibrations/{reading_id}                                           in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /calibrations/{reading_id}/answers                                   in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /calibrations/{reading_id}/completion                                in -- -- -- -- -- -- -- -- -- -- -- -- --
GET  /reviewing                                                           in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /reviewing/{certification_id}/acceptance                             in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /reviewing/{certification_id}/refusal                                in ok ok ok ok ok ok ok ok ok ok ok ok ok

# signing up, signing in, a forgotten password: whoever has the mail
GET  /sign-up                                                             ok ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /sign-up                                                             ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /sign-up/code                                                        ok ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /sign-up/code                                                        ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /sign-up/link/{token}                                                ok ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /sign-up/link/{token}                                                ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /sign-in                                                             ok ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /sign-in                                                             ok ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /sign-in/mail                                                        ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /sign-in/code                                                        ok ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /sign-in/code                                                        ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /sign-in/link/{token}                                                ok ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /sign-in/link/{token}                                                ok ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /sign-out                                                            ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /password                                                            ok ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /password                                                            in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /password/mail                                                       ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /password/code                                                       ok ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /password/code                                                       ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /password/link/{token}                                               ok ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /password/link/{token}                                               ok ok ok ok ok ok ok ok ok ok ok ok ok ok

# one's own account
GET  /profile                                                             in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /profile                                                             in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /profile/address                                                     in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /profile/address                                                     in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /profile/address/{address_id}/main                                   in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /profile/address/{address_id}/again                                  in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /profile/address/{address_id}/removal                                in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /profile/address/code                                                in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /profile/address/code                                                in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /profile/address/link/{token}                                        in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /profile/address/link/{token}                                        in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /profile/address/stop/link/{token}                                   ok ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /profile/address/stop/link/{token}                                   ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /profile/picture                                                     in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /profile/picture                                                     in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /profile/picture/removal                                             in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /people/{person_id}/picture/{mark}                                   in -- -- -- -- -- -- -- -- -- -- -- -- --
GET  /profile/closing                                                     in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /profile/closing                                                     in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /showcase                                                            in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /showcase                                                            in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /showcase/taking-back                                                in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /showcase/links                                                      in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /showcase/awards/{award}                                             in -- -- -- -- -- -- ok -- -- -- -- -- --
POST /showcase/awards/{award}/evidence                                    in -- -- -- -- -- -- ok -- -- -- -- -- --
GET  /profile/calendar                                                    in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /profile/calendar                                                    in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /profile/calendar/end                                                in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /profile/looks                                                       in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /profile/data                                                        in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /profile/data/exports                                                in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /profile/data/exports/{export_id}                                    in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /profile/data/exports/{export_id}/opening                            in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /profile/data/exports/{export_id}/content                            in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /profile/data/exports/{export_id} [export_id=theirs]                 in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /profile/data/exports/{export_id}/opening [export_id=theirs]         in -- -- -- -- -- -- -- -- -- -- -- -- --
GET  /profile/data/exports/{export_id}/content [export_id=theirs]         in -- -- -- -- -- -- -- -- -- -- -- -- --
GET  /sessions                                                            in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /sessions/others/end                                                 in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /sessions/{session_id}/end                                           in ok ok ok ok ok ok ok ok ok ok ok ok ok

# the second factor; who has none is led to where it is set up
GET  /profile/factor                                                      in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /profile/factor                                                      in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /profile/factor/app                                                  in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /profile/factor/app                                                  in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /profile/factor/recovery-codes                                       in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /profile/factor/removal                                              in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /factor                                                              in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /factor                                                              in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /sign-in/factor                                                      ok ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /sign-in/factor                                                      ok ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /administration                                                      in -- -- -- -- -- -- -- -- -- -- -- -- --
GET  /administration/credit-rules                                         in -- -- -- -- -- -- -- -- -- -- -- -- --
GET  /administration/retention                                            in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /administration/retention/{kept}                                     in -- -- -- -- -- -- -- -- -- -- -- -- --
GET  /administration/announcements                                        in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /administration/announcements                                        in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /administration/announcements/{note_id}/ending                       in -- -- -- -- -- -- -- -- -- -- -- -- --
GET  /announcements                                                       in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /announcements/{note_id}/reading                                     in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /administration/factors                                              in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /administration/factors                                              in -- -- -- -- -- -- -- -- -- -- -- -- --
GET  /administration/audit                                                in -- -- -- -- -- -- -- -- -- -- -- -- --
GET  /administration/audit.csv                                            in -- -- -- -- -- -- -- -- -- -- -- -- --
GET  /administration/audit.json                                           in -- -- -- -- -- -- -- -- -- -- -- -- --

# one's own membership
GET  /membership                                                          in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /membership/claims/new                                               in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /membership/claims                                                   in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /membership/claims/{claim_id}/withdrawal                             in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /membership/desk-offers/{offer_id}/acceptance                        in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /membership/desk-offers/{offer_id}/refusal                           in ok ok ok ok ok ok ok ok ok ok ok ok ok

# the desk of an affiliate: its organizers', and those above (R11)
POST /affiliates/{affiliate_id}/factor-demand                             in -- -- -- -- -- -- -- -- -- -- ok no --
GET  /affiliates/{affiliate_id}/audit                                     in -- -- -- -- -- -- -- -- -- -- ok ok --
GET  /affiliates/{affiliate_id}/audit.csv                                 in -- -- -- -- -- -- -- -- -- -- ok ok --
GET  /affiliates/{affiliate_id}/audit.json                                in -- -- -- -- -- -- -- -- -- -- ok ok --
GET  /affiliates/{affiliate_id}/desk                                      in -- -- -- -- -- -- -- -- -- -- ok ok --
GET  /affiliates/{affiliate_id}/cohorts                                   in -- -- -- -- -- -- -- -- -- -- ok ok --
GET  /affiliates/{affiliate_id}/members                                   in -- -- -- -- -- -- -- -- -- -- ok ok --
POST /affiliates/{affiliate_id}/members/{row_id}/unlinking                in -- -- -- -- -- -- -- -- -- -- ok ok --
GET  /affiliates/{affiliate_id}/insights                                  in -- -- -- -- -- -- -- -- -- -- ok ok --
GET  /affiliates/{affiliate_id}/insights.csv                              in -- -- -- -- -- -- -- -- -- -- ok ok --
GET  /affiliates/{affiliate_id}/insights.json                             in -- -- -- -- -- -- -- -- -- -- ok ok --
POST /affiliates/{affiliate_id}/insights/summary                          in -- -- -- -- -- -- -- -- -- -- ok ok --
GET  /affiliates/{affiliate_id}/insights/year                             in -- -- -- -- -- -- -- -- -- -- ok ok --
GET  /affiliates/{affiliate_id}/claims                                    in -- -- -- -- -- -- -- -- -- -- ok ok --
POST /affiliates/{affiliate_id}/claims/{claim_id}/answers                 in -- -- -- -- -- -- -- -- -- -- ok ok --
GET  /affiliates/{affiliate_id}/questions                                 in -- -- -- -- -- -- -- -- -- -- ok ok --
POST /affiliates/{affiliate_id}/questions/{question_id}/answers           in -- -- -- -- -- -- -- -- -- -- ok ok --
GET  /affiliates/{affiliate_id}/reports                                   in -- -- -- -- -- -- -- -- -- -- ok ok --
POST /affiliates/{affiliate_id}/reports/{report_id}/settlement            in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /affiliates/{affiliate_id}/reports/{report_id}/restoring             in -- -- -- -- -- -- -- -- -- -- -- -- --
GET  /affiliates/{affiliate_id}/templates                                 in -- -- -- -- -- -- -- -- -- -- ok ok --
POST /affiliates/{affiliate_id}/templates/{template_id}/retirement        in -- -- -- -- -- -- -- -- -- -- ok ok --
POST /affiliates/{affiliate_id}/templates/{template_id}/retirement/end    in -- -- -- -- -- -- -- -- -- -- ok ok --
GET  /affiliates/{affiliate_id}/roster                                    in -- -- -- -- -- -- -- -- -- -- ok ok --
POST /affiliates/{affiliate_id}/roster                                    in -- -- -- -- -- -- -- -- -- -- ok ok --
POST /affiliates/{affiliate_id}/roster/preview                            in -- -- -- -- -- -- -- -- -- -- ok ok --
GET  /affiliates/{affiliate_id}/credit-rules                              in -- -- -- -- -- -- -- -- -- -- ok ok --
POST /affiliates/{affiliate_id}/credit-rules                              in -- -- -- -- -- -- -- -- -- -- ok ok --
GET  /affiliates/{affiliate_id}/credit-rules/new                          in -- -- -- -- -- -- -- -- -- -- ok ok --
GET  /affiliates/{affiliate_id}/credit-rules/{rule_id}                    in -- -- -- -- -- -- -- -- -- -- ok ok --
POST /affiliates/{affiliate_id}/credit-rules/{rule_id}/versions           in -- -- -- -- -- -- -- -- -- -- ok ok --
POST /affiliates/{affiliate_id}/credit-rules/{rule_id}/approval           in -- -- -- -- -- -- -- -- -- -- ok ok --
POST /affiliates/{affiliate_id}/credit-rules/{rule_id}/ending             in -- -- -- -- -- -- -- -- -- -- ok ok --
GET  /affiliates/{affiliate_id}/desks                                     in -- -- -- -- -- -- -- -- -- -- ok ok --
POST /affiliates/{affiliate_id}/desks/{desk_id}/ending                    in -- -- -- -- -- -- -- -- -- -- ok ok --
POST /affiliates/{affiliate_id}/desk-offers                               in -- -- -- -- -- -- -- -- -- -- ok ok --
POST /affiliates/{affiliate_id}/desk-offers/{offer_id}/withdrawal         in -- -- -- -- -- -- -- -- -- -- ok ok --

# what one should hear of
GET  /inbox                                                               in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /inbox/bell                                                          in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /inbox/read-marker                                                   in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /inbox/{notice_id}/opening                                           in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /inbox/{notice_id}/stop                                              in no no no no no no no no no no no no no
GET  /inbox/settings                                                      in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /inbox/settings                                                      in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /inbox/stops/link/{token}                                            ok ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /inbox/stops/link/{token}                                            ok ok ok ok ok ok ok ok ok ok ok ok ok ok

# one's own work
GET  /work                                                                in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /work/{code}                                                         in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /work/{code}/applications/new                                        in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /work/{code}/applications                                            in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /work/{code}/{key}                                                   in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /work/{code}/{key}/revisions                                         in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /work/{code}/{key}/revisions                                         in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /work/{code}/{key}/assessment                                        in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /work/{code}/{key}/assessment                                        in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /work/{code}/milestones                                              in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /work/{code}/milestones                                              in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /work/{code}/extensions                                              in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /work/{code}/extensions                                              in -- -- -- -- -- -- -- -- -- -- -- -- --
GET  /work/{code}/hours                                                   in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /work/{code}/hours                                                   in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /work/{code}/hours/removal                                           in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /work/{code}/submissions                                             in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /work/{code}/submissions                                             in !! !! !! !! !! !! !! !! !! !! !! !! !!
GET  /work/{code}/submissions/new                                         in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /submissions/{submission}                                            in -- -- -- -- -- -- ok -- -- -- -- -- --
GET  /awards                                                              in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /awards/{award}                                                      -- -- -- -- -- -- -- ok -- -- -- -- -- --
GET  /awards/{award}/credential                                           -- -- -- -- -- -- -- ok -- -- -- -- -- --
GET  /awards/{award}/credential.jwt                                       -- -- -- -- -- -- -- ok -- -- -- -- -- --
GET  /awards/{award}/badge.png                                            in -- -- -- -- -- -- ok -- -- -- -- -- --
GET  /awards/{award}/certificate                                          in -- -- -- -- -- -- ok -- -- -- -- -- --
GET  /awards/{award}/thanks                                               in -- -- -- -- -- -- ok -- -- -- -- -- --
POST /awards/{award}/thanks                                               in -- -- -- -- -- -- ok -- -- -- -- -- --
GET  /letters                                                             in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /letters/{thanks}                                                    in -- -- -- -- -- -- ok -- ok -- -- -- --
GET  /awards/{award}/sentence                                             in -- -- -- -- -- -- ok -- -- -- -- -- --
POST /awards/{award}/sentence                                             in -- -- -- -- -- -- ok -- -- -- -- -- --
POST /awards/{award}/sentence/withdrawal                                  in -- -- -- -- -- -- ok -- -- -- -- -- --
GET  /awards/{award}/proof-pack                                           in -- -- -- -- -- -- ok -- -- -- -- -- --
GET  /awards/{award}/proof-pack.pdf                                       in -- -- -- -- -- -- ok -- -- -- -- -- --
POST /submissions/{submission}/taking-back                                in -- -- -- -- -- -- !! -- -- -- -- -- --
POST /submissions/{submission}/withdrawal                                 in -- -- -- -- -- -- !! -- -- -- -- -- --
POST /submissions/{submission}/withdrawal-wishes                          in -- -- -- -- -- -- !! -- -- -- -- -- --
GET  /submissions/{submission}/files/{frozen}                             in -- -- -- -- -- -- ok -- -- -- -- -- --
GET  /work/{code}/{key}/changes                                           in -- -- -- -- -- -- ok -- -- -- -- -- --
POST /work/{code}/{key}/taking-up                                         in !! !! !! !! !! !! !! !! !! !! !! !! !!
GET  /work/{code}/result                                                  in -- -- -- -- -- -- ok -- -- -- -- -- --
GET  /submissions/{submission}/result                                     in -- -- -- -- -- -- ok -- -- -- -- -- --
GET  /submissions/{submission}/result/openings/new                        in -- -- -- -- -- -- ok -- -- -- -- -- --
POST /submissions/{submission}/result/openings                            in -- -- -- -- -- -- ok -- -- -- -- -- --
POST /submissions/{submission}/result/openings/{opened_id}/ending         in -- -- -- -- -- -- ok -- -- -- -- -- --
GET  /opened-results/{opened_id}                                          in -- -- -- -- -- ok ok -- -- ok -- -- --
POST /opened-results/{opened_id}/notes                                    in -- -- -- -- -- ok -- -- -- ok -- -- --
GET  /cohorts/{cohort_id}/opened-results                                  in -- -- -- -- -- ok ok ok ok ok -- -- --
POST /work/{code}/{key}/hardness                                          in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /vault                                                               in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /vault/content                                                       in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /vault/{code}/returns                                                in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /vault/{code}/{key}/return                                           in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /work/{code}/{key}/comparisons/{number}/{other}                      in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /work/{code}/{key}/revisions/{number}                                in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /work/{code}/{key}/restorations                                      in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /work/{code}/{key}/files                                             in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /work/{code}/{key}/files                                             in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /work/{code}/{key}/files/{file}                                      in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /work/{code}/{key}/files/{file}                                      in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /work/{code}/{key}/files/{file}/removal                              in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /work/{code}/{key}/files/{file}/content                              in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /work/{code}/{key}/files/{file}/copy/content                         in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /work/{code}/{key}/files/{file}/pages/{page}/content                 in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /work/{code}/{key}/links                                             in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /work/{code}/{key}/links/checks                                      in ok ok ok ok ok ok ok ok ok ok ok ok ok
OPTIONS /work/{code}/{key}/uploads                                        in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /work/{code}/{key}/uploads                                           in ok ok ok ok ok ok ok ok ok ok ok ok ok
PATCH /work/{code}/{key}/uploads/{file}                                   in !! !! !! !! !! !! !! !! !! !! !! !! !!
DELETE /work/{code}/{key}/uploads/{file}                                  in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /work/{code}/{key}/readiness                                         in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /work/{code}/{key}/choices/{number}                                  in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /work/{code}/{key}/choices/{number}                                  in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /work/{code}/{key}/names                                             in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /work/{code}/{key}/names/answers                                     in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /work/{code}/{key}/names/answers/end                                 in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /work/{code}/{key}/names/watched                                     in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /work/{code}/{key}/names/watched/{name_id}/removal                   in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /work/{code}/{key}/releases                                          in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /work/{code}/{key}/releases                                          in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /work/{code}/{key}/releases/letters/{language}                       in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /work/{code}/{key}/releases/plan                                     in ok ok ok ok ok ok ok ok ok ok ok ok ok

# what a Start costs who is no member (all of these are members; no provider is configured)
POST /work/{code}/fees                                                    in !! !! !! !! !! !! !! !! !! !! !! !! !!
GET  /work/{code}/fees/return                                             in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /work/{code}/fees/return                                             in !! !! !! !! !! !! !! !! !! !! !! !! !!
GET  /fees                                                                in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /fees/{fee}                                                          in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /fees/{fee}/vouchers                                                 in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /fees/{fee}/request                                                  in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /fees/{paid}/receipt                                                 in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /fees/{fee}/payments                                                 in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /fees/{fee}/payments                                                 in -- -- -- -- -- -- -- -- -- -- -- -- --

# the money of an affiliate, and of an issuer, where none of these has a desk
GET  /affiliates/{affiliate_id}/fees                                      in -- -- -- -- -- -- -- -- -- -- ok ok --
GET  /affiliates/{affiliate_id}/fees.csv                                  in -- -- -- -- -- -- -- -- -- -- ok ok --
GET  /affiliates/{affiliate_id}/fees/{fee_number}                         in -- -- -- -- -- -- -- -- -- -- ok ok --
POST /affiliates/{affiliate_id}/fees/{fee_number}/promise                 in -- -- -- -- -- -- -- -- -- -- ok ok --
POST /affiliates/{affiliate_id}/fees/{fee_number}/promise/end             in -- -- -- -- -- -- -- -- -- -- !! !! --
POST /affiliates/{affiliate_id}/fees/{fee_number}/payment                 in -- -- -- -- -- -- -- -- -- -- ok ok --
POST /affiliates/{affiliate_id}/fees/{fee_number}/waiver                  in -- -- -- -- -- -- -- -- -- -- ok ok --
POST /affiliates/{affiliate_id}/fees/{fee_number}/refund                  in -- -- -- -- -- -- -- -- -- -- !! !! --
GET  /affiliates/{affiliate_id}/vouchers                                  in -- -- -- -- -- -- -- -- -- -- ok ok --
POST /affiliates/{affiliate_id}/vouchers                                  in -- -- -- -- -- -- -- -- -- -- ok ok --
GET  /affiliates/{affiliate_id}/vouchers.csv                              in -- -- -- -- -- -- -- -- -- -- ok ok --
POST /affiliates/{affiliate_id}/vouchers/{voucher_id}/withdrawal          in -- -- -- -- -- -- -- -- -- -- ok ok --
GET  /issuers/{issuer}/audit                                              in -- -- -- -- -- -- -- -- -- -- -- -- --
GET  /issuers/{issuer}/audit.csv                                          in -- -- -- -- -- -- -- -- -- -- -- -- --
GET  /issuers/{issuer}/audit.json                                         in -- -- -- -- -- -- -- -- -- -- -- -- --
GET  /issuers/{issuer}/fees                                               in -- -- -- -- -- -- -- -- -- -- -- -- --
GET  /issuers/{issuer}/fees.csv                                           in -- -- -- -- -- -- -- -- -- -- -- -- --
GET  /issuers/{issuer}/fees/{fee_number}                                  in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /issuers/{issuer}/fees/{fee_number}/promise                          in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /issuers/{issuer}/fees/{fee_number}/promise/end                      in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /issuers/{issuer}/fees/{fee_number}/payment                          in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /issuers/{issuer}/fees/{fee_number}/waiver                           in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /issuers/{issuer}/fees/{fee_number}/refund                           in -- -- -- -- -- -- -- -- -- -- -- -- --
GET  /issuers/{issuer}/applications                                       in -- -- -- -- -- -- -- -- -- -- -- -- --
GET  /issuers/{issuer}/applications/{application_id}                      in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /issuers/{issuer}/applications/{application_id}/extensions           in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /issuers/{issuer}/applications/{application_id}/refusal              in -- -- -- -- -- -- -- -- -- -- -- -- --
GET  /issuers/{issuer}/terms                                              in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /issuers/{issuer}/factor-demand                                      in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /issuers/{issuer}/terms                                              in -- -- -- -- -- -- -- -- -- -- -- -- --
GET  /issuers/{issuer}/review-days                                        in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /issuers/{issuer}/review-days                                        in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /issuers/{issuer}/holidays                                           in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /issuers/{issuer}/holidays/removal                                   in -- -- -- -- -- -- -- -- -- -- -- -- --
GET  /issuers/{issuer}/vouchers                                           in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /issuers/{issuer}/vouchers                                           in -- -- -- -- -- -- -- -- -- -- -- -- --
GET  /issuers/{issuer}/vouchers.csv                                       in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /issuers/{issuer}/vouchers/{voucher_id}/withdrawal [voucher_id=issued] in -- -- -- -- -- -- -- -- -- -- -- -- --

# cohorts: mine, opening one, joining
GET  /cohorts                                                             in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /cohorts/new                                                         in no no no no no no no no no no ok ok ok
POST /cohorts                                                             in no no no no no no no no no no ok ok ok
POST /join                                                                in ok !! ok !! ok ok ok ok ok ok ok ok ok
POST /join/{join_code}/waiting                                            in !! !! !! !! !! ok ok ok ok ok !! !! !!
POST /join/{join_code}/requests                                           in !! !! !! !! !! ok ok ok ok ok !! !! !!
POST /invitations/link/{letter}                                           in ok !! ok ok ok ok ok ok ok ok ok ok ok
POST /invitations/link/{letter}/refusal                                   in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /invitations/{invitation_id}/acceptance                              in ok -- -- -- -- -- -- -- -- -- -- -- --
POST /invitations/{invitation_id}/refusal                                 in ok -- -- -- -- -- -- -- -- -- -- -- --
POST /groups/{group}/seats                                                in ok !! ok !! ok ok ok ok ok ok ok ok ok
POST /groups/{group}/waiting                                              in !! !! !! !! !! ok ok ok ok ok !! !! !!
POST /groups/{group}/requests                                             in !! !! !! !! !! ok ok ok ok ok !! !! !!

# a question from the public page: its asker's alone; to who sits in the cohort it is a private thread
POST /groups/{group}/question                                             in ok ok ok !! ok !! !! !! !! !! ok ok ok
GET  /asked/{asked_id}                                                    in -- -- -- -- ok -- -- -- -- -- -- -- --
GET  /asked/{asked_id}/messages                                           in -- -- -- -- ok -- -- -- -- -- -- -- --
POST /asked/{asked_id}/messages                                           in -- -- -- -- ok -- -- -- -- -- -- -- --
POST /asked/{asked_id}/read-marker                                        in -- -- -- -- ok -- -- -- -- -- -- -- --
POST /asked/{asked_id}/standing                                           in -- -- -- -- ok -- -- -- -- -- -- -- --
GET  /asked/{asked_id}/files/{attachment}/content [attachment=expect]     in -- -- -- -- ok -- -- -- -- -- -- -- --
GET  /asked/{asked_id}/messages/{message_id}/report [message_id=answered] in -- -- -- -- ok -- -- -- -- -- -- -- --
POST /asked/{asked_id}/messages/{message_id}/report [message_id=answered] in -- -- -- -- ok -- -- -- -- -- -- -- --

# who gave their names in an affiliate: its organizers' business
GET  /gatherings/{gathering_id}                                           in -- -- -- -- -- -- -- -- -- -- ok ok --

# a cohort: who sits in it, who leads it
GET  /cohorts/{cohort_id}                                                 in -- -- -- -- -- ok ok ok ok ok ok ok --
GET  /cohorts/{cohort_id}/members                                         in -- -- -- -- -- ok ok ok ok ok ok ok --
POST /cohorts/{cohort_id}/acceptance                                      in -- -- -- -- ok ok ok ok ok ok -- -- --
POST /cohorts/{cohort_id}/refusal                                         in -- -- -- -- ok !! !! !! !! !! -- -- --
GET  /cohorts/{cohort_id}/leaving                                         in -- -- -- -- -- ok ok ok ok ok -- -- --
POST /cohorts/{cohort_id}/leaving                                         in -- -- -- -- -- ok ok ok ok ok -- -- --
GET  /cohorts/{cohort_id}/pause                                           in -- -- -- -- -- ok ok no no no -- -- --
POST /cohorts/{cohort_id}/pause                                           in -- -- -- -- -- ok ok no no no -- -- --
GET  /cohorts/{cohort_id}/welcome                                         in -- -- -- -- -- ok ok ok ok ok -- -- --
POST /cohorts/{cohort_id}/return                                          in -- -- -- -- -- ok ok ok ok ok -- -- --
GET  /cohorts/{cohort_id}/requests/{seat_id} [seat_id=asked]              in -- -- -- -- -- no no no no ok ok ok --
POST /cohorts/{cohort_id}/requests/{seat_id}/admission [seat_id=asked]    in -- -- -- -- -- no no no no ok ok ok --
POST /cohorts/{cohort_id}/requests/{seat_id}/refusal [seat_id=asked]      in -- -- -- -- -- no no no no ok ok ok --
GET  /cohorts/{cohort_id}/invitations                                     in -- -- -- -- -- no no no no ok ok ok --
POST /cohorts/{cohort_id}/invitations                                     in -- -- -- -- -- no no no no ok ok ok --
POST /cohorts/{cohort_id}/invitations/{invitation_id}/reminder            in -- -- -- -- -- no no no no ok ok ok --
POST /cohorts/{cohort_id}/invitations/{invitation_id}/withdrawal          in -- -- -- -- -- no no no no ok ok ok --
POST /cohorts/{cohort_id}/moves                                           in -- -- -- -- -- no no no no ok ok ok --
POST /cohorts/{cohort_id}/codes                                           in -- -- -- -- -- no no no no ok ok ok --
GET  /cohorts/{cohort_id}/closing                                         in -- -- -- -- -- no no no no ok ok ok --
POST /cohorts/{cohort_id}/closing                                         in -- -- -- -- -- no no no no !! !! !! --
GET  /cohorts/{cohort_id}/questions                                       in -- -- -- -- -- no no no no ok ok ok --
POST /cohorts/{cohort_id}/questions                                       in -- -- -- -- -- no no no no ok ok ok --
GET  /cohorts/{cohort_id}/answers                                         in -- -- -- -- -- ok ok no no no -- -- --
POST /cohorts/{cohort_id}/answers                                         in -- -- -- -- -- ok ok no no no -- -- --
GET  /cohorts/{cohort_id}/goals                                           in -- -- -- -- -- no no no no ok no no --
POST /cohorts/{cohort_id}/goals/readings                                  in -- -- -- -- -- no no no no ok no no --
POST /cohorts/{cohort_id}/goals/{seat_id}                                 in -- -- -- -- -- no no no no !! no no --
GET  /cohorts/{cohort_id}/settings                                        in -- -- -- -- -- no no no no ok ok ok --
POST /cohorts/{cohort_id}/settings                                        in -- -- -- -- -- no no no no ok ok ok --
POST /cohorts/{cohort_id}/templates                                       in -- -- -- -- -- no no no no no ok ok --
POST /cohorts/{cohort_id}/naming                                          in -- -- -- -- -- no no no no ok no no --
GET  /cohorts/{cohort_id}/join-code.svg                                   in -- -- -- -- -- no no no no ok ok ok --
GET  /cohorts/{cohort_id}/kit                                             in -- -- -- -- -- no no no no ok ok ok --
POST /cohorts/{cohort_id}/facilitators                                    in -- -- -- -- -- no no no no ok ok ok --
GET  /cohorts/{cohort_id}/members/{seat_id}/invitation [seat_id=former]   in -- -- -- -- -- no no no no ok ok ok --
POST /cohorts/{cohort_id}/members/{seat_id}/invitation [seat_id=former]   in -- -- -- -- -- no no no no ok ok ok --
GET  /cohorts/{cohort_id}/members/{seat_id}/role                          in -- -- -- -- -- no no no no ok ok ok --
POST /cohorts/{cohort_id}/members/{seat_id}/role                          in -- -- -- -- -- no no no no ok ok ok --
GET  /cohorts/{cohort_id}/handover                                        in -- -- -- -- -- no no no no ok -- -- --
POST /cohorts/{cohort_id}/handover                                        in -- -- -- -- -- no no no no ok -- -- --
GET  /cohorts/{cohort_id}/members/{seat_id}/muting                        in -- -- -- -- -- no no no no ok ok ok --
POST /cohorts/{cohort_id}/members/{seat_id}/muting                        in -- -- -- -- -- no no no no ok ok ok --
POST /cohorts/{cohort_id}/members/{seat_id}/muting/ending                 in -- -- -- -- -- no no no no ok ok ok --
GET  /cohorts/{cohort_id}/members/{seat_id}/removal                       in -- -- -- -- -- no no no no ok ok ok --
POST /cohorts/{cohort_id}/members/{seat_id}/removal                       in -- -- -- -- -- no no no no ok ok ok --
GET  /cohorts/{cohort_id}/members/{seat_id}/removal [seat_id=leader]      in -- -- -- -- -- no no no no no ok ok --
POST /cohorts/{cohort_id}/members/{seat_id}/removal [seat_id=leader]      in -- -- -- -- -- no no no no no ok ok --

# its board
GET  /cohorts/{cohort_id}/board                                           in -- -- -- -- -- ok ok ok ok ok -- -- --
GET  /cohorts/{cohort_id}/board/strip                                     in -- -- -- -- -- ok ok no ok ok -- -- --
GET  /cohorts/{cohort_id}/board/talk                                      in -- -- -- -- -- ok ok no ok ok -- -- --
GET  /cohorts/{cohort_id}/visibility                                      in -- -- -- -- -- ok ok no no no -- -- --
POST /cohorts/{cohort_id}/visibility                                      in -- -- -- -- -- ok ok no no no -- -- --

# until when it expects what
GET  /cohorts/{cohort_id}/expected                                        in -- -- -- -- -- no no no no ok ok ok --
POST /cohorts/{cohort_id}/expected                                        in -- -- -- -- -- no no no no ok ok ok --

# its meetings
GET  /cohorts/{cohort_id}/meetings                                        in -- -- -- -- -- ok ok ok ok ok ok ok --
GET  /cohorts/{cohort_id}/meetings/{meeting_id}.ics                       in -- -- -- -- -- ok ok ok ok ok ok ok --
GET  /cohorts/{cohort_id}/meetings/new                                    in -- -- -- -- -- no no no no ok ok ok --
POST /cohorts/{cohort_id}/meetings                                        in -- -- -- -- -- no no no no ok ok ok --
POST /cohorts/{cohort_id}/meetings/series                                 in -- -- -- -- -- no no no no !! !! !! --
GET  /cohorts/{cohort_id}/meetings/{meeting_id}/editor                    in -- -- -- -- -- no no no no ok ok ok --
GET  /cohorts/{cohort_id}/meetings/{meeting_id}/editor [meeting_id=cancelled] in -- -- -- -- -- no no no no !! !! !! --
POST /cohorts/{cohort_id}/meetings/{meeting_id}/versions                  in -- -- -- -- -- no no no no ok ok ok --
GET  /cohorts/{cohort_id}/meetings/{meeting_id}/cancellation              in -- -- -- -- -- no no no no ok ok ok --
POST /cohorts/{cohort_id}/meetings/{meeting_id}/cancellation              in -- -- -- -- -- no no no no ok ok ok --
GET  /cohorts/{cohort_id}/meetings/{meeting_id}                           in -- -- -- -- -- ok ok ok ok ok ok ok --
POST /cohorts/{cohort_id}/meetings/{meeting_id}/rsvp                      in -- -- -- -- -- ok ok ok ok ok no no --
POST /cohorts/{cohort_id}/meetings/{meeting_id}/rsvp [meeting_id=cancelled] in -- -- -- -- -- !! !! !! !! !! no no --
GET  /cohorts/{cohort_id}/meetings/{meeting_id}/agenda                    in -- -- -- -- -- no no no no ok ok ok --
POST /cohorts/{cohort_id}/meetings/{meeting_id}/agenda                    in -- -- -- -- -- no no no no ok ok ok --
GET  /cohorts/{cohort_id}/meetings/{meeting_id}/reminder                  in -- -- -- -- -- no no no no ok ok ok --
POST /cohorts/{cohort_id}/meetings/{meeting_id}/reminder                  in -- -- -- -- -- no no no no ok ok ok --
GET  /cohorts/{cohort_id}/meetings/{meeting_id}/recap                     in -- -- -- -- -- no no no no !! no no --
POST /cohorts/{cohort_id}/meetings/{meeting_id}/recap                     in -- -- -- -- -- no no no no !! no no --
POST /cohorts/{cohort_id}/meetings/{meeting_id}/attendance/{seat_id}      in -- -- -- -- -- no no no no !! !! !! --
GET  /cohorts/{cohort_id}/meetings/{meeting_id}/pairs                     in -- -- -- -- -- no no no no ok no no --
GET  /cohorts/{cohort_id}/meetings/{meeting_id}/pairs [meeting_id=cancelled] in -- -- -- -- -- no no no no !! no no --
POST /cohorts/{cohort_id}/meetings/{meeting_id}/pairs                     in -- -- -- -- -- no no no no !! no no --
GET  /cohorts/{cohort_id}/meetings/{meeting_id}/pairs/opening             in -- -- -- -- -- ok -- no no no no no --
POST /cohorts/{cohort_id}/meetings/{meeting_id}/pairs/opening             in -- -- -- -- -- !! -- no no no no no --

# what it needs
GET  /cohorts/{cohort_id}/checklist                                       in -- -- -- -- -- no no no no ok ok ok --
GET  /cohorts/{cohort_id}/checklist/strip                                 in -- -- -- -- -- no no no no ok ok ok --
POST /cohorts/{cohort_id}/checklist/{item}                                in -- -- -- -- -- no no no no ok ok ok --
POST /cohorts/{cohort_id}/checklist/{item} [item=by_data]                 in -- -- -- -- -- no no no no !! !! !! --

# how it is doing, in numbers
GET  /cohorts/{cohort_id}/insights                                        in -- -- -- -- -- no no no no ok ok ok --
GET  /cohorts/{cohort_id}/insights.csv                                    in -- -- -- -- -- no no no no ok ok ok --
GET  /cohorts/{cohort_id}/insights.json                                   in -- -- -- -- -- no no no no ok ok ok --
POST /cohorts/{cohort_id}/cost                                            in -- -- -- -- -- no no no no no ok ok --

# its discussion
GET  /cohorts/{cohort_id}/discussion                                      in -- -- -- -- -- ok ok ok ok ok -- -- --
GET  /cohorts/{cohort_id}/unread                                          in -- -- -- -- -- ok ok ok ok ok -- -- --
GET  /cohorts/{cohort_id}/names                                           in -- -- -- -- -- ok ok ok ok ok -- -- --
GET  /cohorts/{cohort_id}/search                                          in -- -- -- -- -- ok ok ok ok ok -- -- --
GET  /cohorts/{cohort_id}/channels                                        in -- -- -- -- -- ok ok ok ok ok -- -- --
POST /cohorts/{cohort_id}/channels                                        in -- -- -- -- -- no no no no ok -- -- --
GET  /cohorts/{cohort_id}/today                                           in -- -- -- -- -- no no no no ok -- -- --
GET  /cohorts/{cohort_id}/today/{seat_id}                                 in -- -- -- -- -- no no no no ok -- -- --
POST /cohorts/{cohort_id}/today/{seat_id}/askings                         in -- -- -- -- -- no no no no ok -- -- --
GET  /cohorts/{cohort_id}/today/{seat_id}/drafts/{key}                    in -- -- -- -- -- no no no no -- -- -- --
GET  /cohorts/{cohort_id}/today/{seat_id}/drafts/{key} [seat_id=lets]     in -- -- -- -- -- no no no no ok -- -- --
GET  /let-in                                                              in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /let-in/{asking_id}                                                  in -- -- -- -- -- -- ok -- -- -- -- -- --
POST /let-in/{asking_id}/answers                                          in -- -- -- -- -- -- ok -- -- -- -- -- --
GET  /cohorts/{cohort_id}/today/{seat_id}/letter                          in -- -- -- -- -- no no no no ok -- -- --
POST /cohorts/{cohort_id}/today/{seat_id}/letter                          in -- -- -- -- -- no no no no ok -- -- --
POST /cohorts/{cohort_id}/today/{seat_id}/reader                          in -- -- -- -- -- no no no no !! -- -- --
POST /cohorts/{cohort_id}/today/{seat_id}/later                           in -- -- -- -- -- no no no no ok -- -- --
GET  /cohorts/{cohort_id}/letters                                         in -- -- -- -- -- no no no no ok -- -- --
GET  /cohorts/{cohort_id}/letters/new                                     in -- -- -- -- -- no no no no ok -- -- --
POST /cohorts/{cohort_id}/letters                                         in -- -- -- -- -- no no no no ok -- -- --
GET  /cohorts/{cohort_id}/letters/{letter_id}                             in -- -- -- -- -- no no no no ok -- -- --
POST /cohorts/{cohort_id}/letters/{letter_id}/versions                    in -- -- -- -- -- no no no no ok -- -- --
POST /cohorts/{cohort_id}/letters/{letter_id}/cancellation                in -- -- -- -- -- no no no no ok -- -- --
OPTIONS /cohorts/{cohort_id}/uploads                                      in -- -- -- -- -- ok ok no ok ok -- -- --
POST /cohorts/{cohort_id}/uploads                                         in -- -- -- -- -- ok ok no ok ok -- -- --
PATCH /cohorts/{cohort_id}/uploads/{coming}                               in -- -- -- -- -- -- ok no -- -- -- -- --
DELETE /cohorts/{cohort_id}/uploads/{coming}                              in -- -- -- -- -- -- ok no -- -- -- -- --
GET  /cohorts/{cohort_id}/private-threads/new                             in -- -- -- -- -- ok ok no ok ok -- -- --
POST /cohorts/{cohort_id}/private-threads                                 in -- -- -- -- -- ok ok no ok ok -- -- --
GET  /cohorts/{cohort_id}/channels/{channel_id}/involvement               in -- -- -- -- -- ok ok ok ok ok -- -- --
POST /cohorts/{cohort_id}/channels/{channel_id}/involvement               in -- -- -- -- -- ok ok ok ok ok -- -- --
POST /cohorts/{cohort_id}/channels/{channel_id}/involvement [channel_id=two] in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /cohorts/{cohort_id}/channels/{channel_id}/backlog                   in -- -- -- -- -- no no no no ok -- -- --
GET  /cohorts/{cohort_id}/channels/{kind}/involvement                     in -- -- -- -- -- ok ok ok ok ok -- -- --
POST /cohorts/{cohort_id}/channels/{kind}/involvement                     in -- -- -- -- -- ok ok ok ok ok -- -- --
POST /cohorts/{cohort_id}/channels/{kind}/backlog                         in -- -- -- -- -- no no no no ok -- -- --
GET  /cohorts/{cohort_id}/requirements/{key}/channel/involvement          in -- -- -- -- -- ok ok ok ok ok -- -- --
POST /cohorts/{cohort_id}/requirements/{key}/channel/involvement          in -- -- -- -- -- ok ok ok ok ok -- -- --
POST /cohorts/{cohort_id}/requirements/{key}/channel/backlog              in -- -- -- -- -- no no no no ok -- -- --
POST /cohorts/{cohort_id}/channels/{channel_id}/backlog [channel_id=two]  in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /cohorts/{cohort_id}/channels/{channel_id}/standing                  in -- -- -- -- -- -- -- -- -- -- -- -- --
GET  /cohorts/{cohort_id}/channels/{channel_id} [channel_id=two]      in -- -- -- -- -- ok ok -- -- -- -- -- --
GET  /cohorts/{cohort_id}/channels/{channel_id}/messages [channel_id=two] in -- -- -- -- -- ok ok -- -- -- -- -- --
POST /cohorts/{cohort_id}/channels/{channel_id}/messages [channel_id=two] in -- -- -- -- -- ok ok -- -- -- -- -- --
POST /cohorts/{cohort_id}/channels/{channel_id}/read-marker [channel_id=two] in -- -- -- -- -- ok ok -- -- -- -- -- --
POST /cohorts/{cohort_id}/channels/{channel_id}/standing [channel_id=two] in -- -- -- -- -- ok ok -- -- -- -- -- --
GET  /cohorts/{cohort_id}/messages/{message_id} [message_id=told] in -- -- -- -- -- ok ok -- -- -- -- -- --
POST /cohorts/{cohort_id}/messages/{message_id}/replies [message_id=told] in -- -- -- -- -- ok ok -- -- -- -- -- --
POST /cohorts/{cohort_id}/messages/{message_id}/reactions [message_id=told] in -- -- -- -- -- ok ok -- -- -- -- -- --
POST /cohorts/{cohort_id}/messages/{message_id}/resolution [message_id=told] in -- -- -- -- -- no ok -- -- -- -- -- --
POST /cohorts/{cohort_id}/messages/{message_id}/pin [message_id=told] in -- -- -- -- -- no no -- -- -- -- -- --
GET  /cohorts/{cohort_id}/messages/{message_id}/versions [message_id=told] in -- -- -- -- -- ok ok -- -- -- -- -- --
GET  /cohorts/{cohort_id}/channels/{channel_id}                           in -- -- -- -- -- ok ok ok ok ok -- -- --
GET  /cohorts/{cohort_id}/channels/{kind}                                 in -- -- -- -- -- ok ok ok ok ok -- -- --
GET  /cohorts/{cohort_id}/requirements/{key}/channel                      in -- -- -- -- -- ok ok ok ok ok -- -- --
GET  /cohorts/{cohort_id}/requirements/{key}/talk                         in -- -- -- -- -- ok ok ok ok ok -- -- --
GET  /cohorts/{cohort_id}/channels/{channel_id}/messages                  in -- -- -- -- -- ok ok ok ok ok -- -- --
GET  /cohorts/{cohort_id}/channels/{kind}/messages                        in -- -- -- -- -- ok ok ok ok ok -- -- --
GET  /cohorts/{cohort_id}/requirements/{key}/channel/messages             in -- -- -- -- -- ok ok ok ok ok -- -- --
POST /cohorts/{cohort_id}/channels/{channel_id}/messages                  in -- -- -- -- -- ok ok no ok ok -- -- --
POST /cohorts/{cohort_id}/channels/{kind}/messages                        in -- -- -- -- -- ok ok no ok ok -- -- --
POST /cohorts/{cohort_id}/requirements/{key}/channel/messages             in -- -- -- -- -- ok ok no ok ok -- -- --
POST /cohorts/{cohort_id}/channels/{kind}/messages [kind=announcements]   in -- -- -- -- -- no no no no ok -- -- --
POST /cohorts/{cohort_id}/channels/{channel_id}/read-marker               in -- -- -- -- -- ok ok ok ok ok -- -- --
POST /cohorts/{cohort_id}/channels/{kind}/read-marker                     in -- -- -- -- -- ok ok ok ok ok -- -- --
POST /cohorts/{cohort_id}/requirements/{key}/channel/read-marker          in -- -- -- -- -- ok ok ok ok ok -- -- --

# one message
GET  /cohorts/{cohort_id}/messages/{message_id}                           in -- -- -- -- -- ok ok ok ok ok -- -- --
GET  /cohorts/{cohort_id}/messages/{message_id}/passage [message_id=quoting] in -- -- -- -- -- -- ok -- -- -- -- -- --
GET  /cohorts/{cohort_id}/messages/{message_id}/files/{attachment}/content in -- -- -- -- -- ok ok ok ok ok -- -- --
POST /cohorts/{cohort_id}/messages/{message_id}/replies                   in -- -- -- -- -- ok ok no ok ok -- -- --
POST /cohorts/{cohort_id}/messages/{message_id}/reactions                 in -- -- -- -- -- ok ok no ok ok -- -- --
POST /cohorts/{cohort_id}/messages/{message_id}/resolution                in -- -- -- -- -- no ok no no ok -- -- --
GET  /cohorts/{cohort_id}/messages/{message_id}/involvement               in -- -- -- -- -- ok ok ok ok ok -- -- --
POST /cohorts/{cohort_id}/messages/{message_id}/involvement               in -- -- -- -- -- ok ok ok ok ok -- -- --
POST /cohorts/{cohort_id}/messages/{message_id}/pin                       in -- -- -- -- -- no no no no ok -- -- --
GET  /cohorts/{cohort_id}/messages/{message_id}/versions                  in -- -- -- -- -- ok ok ok ok ok -- -- --
GET  /cohorts/{cohort_id}/messages/{message_id}/versions [message_id=deleted] in -- -- -- -- -- no ok no no ok -- -- --
POST /cohorts/{cohort_id}/messages/{message_id}/versions                  in -- -- -- -- -- no ok no no no -- -- --
GET  /cohorts/{cohort_id}/messages/{message_id}/editor                    in -- -- -- -- -- no ok no no no -- -- --
GET  /cohorts/{cohort_id}/messages/{message_id}/deletion                  in -- -- -- -- -- no ok no no no -- -- --
POST /cohorts/{cohort_id}/messages/{message_id}/deletion                  in -- -- -- -- -- no ok no no no -- -- --
GET  /cohorts/{cohort_id}/messages/{message_id}/report                    in -- -- -- -- -- ok no ok ok ok -- -- --
POST /cohorts/{cohort_id}/messages/{message_id}/report                    in -- -- -- -- -- ok no ok ok ok -- -- --
GET  /cohorts/{cohort_id}/messages/{message_id}/report [message_id=told]  in -- -- -- -- -- ok no -- -- -- -- -- --
GET  /cohorts/{cohort_id}/reports                                         in -- -- -- -- -- no no no no ok -- -- --
POST /cohorts/{cohort_id}/reports/{report_id}/settlement                  in -- -- -- -- -- no no no no ok -- -- --
POST /cohorts/{cohort_id}/reports/{report_id}/restoring                   in -- -- -- -- -- no no no no !! -- -- --
GET  /cohorts/{cohort_id}/messages/{message_id}/hiding                    in -- -- -- -- -- -- -- -- -- -- -- -- --

# peer feedback: asking is each one's own (!! without a cohort, or with words to look at first), and what is asked is
# its cohort's.
# Ada (au) asks, Ana (pa) reads and the helper may; one whose date has passed, and one that asks the helper by name
GET  /work/{code}/{key}/requests/new                                      in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /work/{code}/{key}/requests                                          in !! !! !! !! !! !! ok !! !! !! !! !! !!
POST /work/{code}/{key}/held-request/withdrawal                           in !! !! !! !! !! !! !! !! !! !! !! !! !!
GET  /work/{code}/{key}/quotation                                         in -- ok -- -- -- ok ok -- -- -- -- -- --
POST /work/{code}/{key}/quotation                                         in -- ok -- -- -- ok ok -- -- -- -- -- --
GET  /work/{code}/{key}/beginning                                         in -- -- -- -- -- -- -- -- -- -- -- -- --
GET  /work/{code}/{key}/beginning [key=reflection]                        in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /work/{code}/{key}/beginning                                         in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /work/{code}/{key}/beginning [key=reflection]                        in !! !! !! !! !! !! !! !! !! !! !! !! !!
GET  /work/{code}/{key}/feedback                                          in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /feedback/practice                                                   in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /feedback/practice/{draft}                                           in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /feedback/practice/{draft}/comparison                                in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /feedback/practice/{draft}/comparison [draft=compared]               in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /feedback/practice/{draft}/notes                                     in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /feedback/practice/{draft}/notes/{note_id}/removal                   in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /feedback/practice/{draft}/comparison                                in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /feedback/practice/{draft}/beginning                                 in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /cohorts/{cohort_id}/feedback                                        in -- -- -- -- -- ok ok no ok ok -- -- --
GET  /cohorts/{cohort_id}/feedback/balance                                in -- -- -- -- -- ok ok no ok ok -- -- --
GET  /cohorts/{cohort_id}/feedback/{seat_id}/{key}                        in -- -- -- -- -- -- -- -- -- -- -- -- --
POST /cohorts/{cohort_id}/feedback/next                                   in -- -- -- -- -- !! !! no ok no -- -- --
POST /cohorts/{cohort_id}/feedback/willingness                            in -- -- -- -- -- ok ok no ok no -- -- --
POST /cohorts/{cohort_id}/feedback/pairs                                  in -- -- -- -- -- ok ok no ok ok -- -- --
POST /cohorts/{cohort_id}/feedback/pairs/{pair_id}/removal                in -- -- -- -- -- -- -- no -- ok -- -- --
POST /cohorts/{cohort_id}/feedback/holders                                in -- -- -- -- -- no no no no ok -- -- --
GET  /feedback/elsewhere                                                  in ok ok ok ok ok ok ok ok ok ok ok ok ok
POST /feedback/elsewhere                                                  in ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /feedback/{request_id}                                               in -- -- -- -- -- ok ok -- ok ok -- -- --
GET  /feedback/{request_id} [request_id=closed]                           in -- -- -- -- -- no ok -- no no -- -- --
GET  /feedback/{request_id} [request_id=named]                            in -- -- -- -- -- no ok -- ok no -- -- --
GET  /feedback/{request_id}/files                                         in -- -- -- -- -- ok -- -- ok no -- -- --
GET  /feedback/{request_id}/files/{shared}/copy/content                   in -- -- -- -- -- ok -- -- ok no -- -- --
GET  /feedback/{request_id}/files/{shared}/copy/content [request_id=closed] in -- -- -- -- -- no -- -- no no -- -- --
GET  /feedback/{request_id}/files/{shared}/pages/{page}/content           in -- -- -- -- -- ok -- -- ok no -- -- --
POST /feedback/{request_id}/readings                                      in -- -- -- -- -- ok -- -- ok no -- -- --
POST /feedback/{request_id}/readings [request_id=closed]                  in -- -- -- -- -- no -- -- no no -- -- --
POST /feedback/{request_id}/readings [request_id=named]                   in -- -- -- -- -- no -- -- ok no -- -- --
POST /feedback/{request_id}/declining                                     in -- -- -- -- -- ok -- -- !! no -- -- --
POST /feedback/{request_id}/begun                                         in -- -- -- -- -- ok -- -- !! no -- -- --
POST /feedback/{request_id}/outlooks                                      in -- -- -- -- -- ok -- -- ok no -- -- --
POST /feedback/{request_id}/notes                                         in -- -- -- -- -- ok -- -- no no -- -- --
POST /feedback/{request_id}/notes [request_id=closed]                     in -- -- -- -- -- no -- -- no no -- -- --
POST /feedback/{request_id}/notes/{note_id}                               in -- -- -- -- -- ok -- -- !! no -- -- --
POST /feedback/{request_id}/notes/{note_id}/removal                       in -- -- -- -- -- ok -- -- no no -- -- --
POST /feedback/{request_id}/sending                                       in -- -- -- -- -- ok -- -- no no -- -- --
GET  /feedback/{request_id}/given                                         in -- -- -- -- -- -- -- -- ok -- -- -- --
GET  /feedback/{request_id}/changes                                       in -- -- -- -- -- ok ok -- ok no -- -- --
GET  /feedback/{request_id}/changes [request_id=closed]                   in -- -- -- -- -- no ok -- no no -- -- --
POST /feedback/{request_id}/notes/{note_id}/uptake [note_id=sent_note]    in -- -- -- -- -- -- ok -- -- -- -- -- --
POST /feedback/{request_id}/notes/{note_id}/replies [note_id=sent_note]   in -- -- -- -- -- -- ok -- ok -- -- -- --
GET  /feedback/{request_id}/notes/{note_id}/flags/new [note_id=sent_note] in -- -- -- -- -- -- ok -- -- -- -- -- --
POST /feedback/{request_id}/notes/{note_id}/flags [note_id=sent_note]     in -- -- -- -- -- -- !! -- -- -- -- -- --
GET  /cohorts/{cohort_id}/flags/{flag_id}                                 in -- -- -- -- -- -- -- -- -- ok -- -- --
POST /cohorts/{cohort_id}/flags/{flag_id}/answer                          in -- -- -- -- -- -- -- -- -- ok -- -- --
POST /feedback/{request_id}/given/{given_id}/thanks                       in -- -- -- -- -- -- ok -- -- -- -- -- --
POST /feedback/{request_id}/given/{given_id}/usefulness                   in -- -- -- -- -- -- ok -- -- -- -- -- --
POST /feedback/{request_id}/ending                                        in -- -- -- -- -- -- ok -- -- -- -- -- --
POST /feedback/{request_id}/widening                                      in -- -- -- -- -- -- !! -- -- -- -- -- --
POST /feedback/{request_id}/readers                                       in -- -- -- -- -- no -- -- no no -- -- --

# the live socket, and the same by plain requests
WS   /live                                                                ?? ok ok ok ok ok ok ok ok ok ok ok ok ok
GET  /live/missed                                                         ?? ok ok ok ok ok ok ok ok ok ok ok ok ok
"""

# Who may follow which topic, and as whom they hear it (LIVE below has the words).
TOPICS = """
                                                                             st el le re in pa au ob he fa or ab si
cohort of here                                                               -- -- -- -- -- pe pe -- he fa -- -- --
roster of here                                                               -- -- -- -- -- pe pe pe pe fa fa fa --
line of here                                                                 -- -- -- -- -- -- -- -- -- fa fa fa --
channel of here                                                              -- -- -- -- -- me me me me me -- -- --
checklist of here                                                            -- -- -- -- -- -- -- -- -- le le le --
seat of oneself here                                                         -- -- -- -- -- se se se se se -- -- --
seat of Pia here                                                             -- -- -- -- -- -- -- -- -- -- -- -- --
person of oneself                                                            se se se se se se se se se se se se se
person of Pia                                                                -- -- -- -- -- -- -- -- -- -- -- -- --
inbox of oneself                                                             se se se se se se se se se se se se se
inbox of Pia                                                                 -- -- -- -- -- -- -- -- -- -- -- -- --
affiliate of here                                                            -- -- -- -- -- -- -- -- -- -- or or --
affiliate above here                                                         -- -- -- -- -- -- -- -- -- -- -- or --
issuer of the micro-credential                                               -- -- -- -- -- -- -- -- -- -- -- -- --
news to all                                                                  re re re re re re re re re re re re re
submission that is read                                                      -- -- -- -- -- -- -- -- -- -- -- -- --
request of here                                                              -- -- -- -- -- re au -- re -- -- -- --
draft of here                                                                -- -- -- -- -- re au -- re -- -- -- --
request that is closed                                                       -- -- -- -- -- -- au -- -- -- -- -- --
meeting of here                                                              -- -- -- -- -- -- -- -- -- fa fa fa --
opened of here                                                               -- -- -- -- -- re au -- -- re -- -- --
cohort of there                                                              -- pe -- -- -- -- -- -- -- -- -- -- --
channel of a question                                                        -- -- -- -- as -- -- -- -- me -- -- --
channel of there                                                             -- me -- -- -- -- -- -- -- -- -- -- --
roster of there                                                              -- pe -- -- -- -- -- -- -- -- -- fa fa
"""


# Who waits in line (wa), has asked (as), is away (pa), edits the issuer's catalogue (ed), approves for it (ap),
# reviews for it (re) or sits on its committee (co) is told what those are told who left, but here:
BESIDE = """
                                                                          wa as pa ed ap re co
POST /cohorts/{cohort_id}/acceptance                                      ok !! !! -- -- -- --
POST /cohorts/{cohort_id}/refusal                                         ok ok ok -- -- -- --
POST /cohorts/{cohort_id}/return                                          -- -- ok -- -- -- --
GET  /cohorts/{cohort_id}/meetings                                        -- -- ok -- -- -- --
POST /join/{join_code}/waiting                                            ok !! ok !! !! !! !!
POST /join/{join_code}/requests                                           ok ok ok !! !! !! !!
POST /groups/{group}/waiting                                              ok !! ok !! !! !! !!
POST /groups/{group}/requests                                             ok ok ok !! !! !! !!
GET  /issuers/{issuer}/catalogue                                          -- -- -- ok -- -- --
GET  /issuers/{issuer}/catalogue/{code}/versions/{number}                 -- -- -- ok -- -- --
POST /issuers/{issuer}/catalogue/{code}/retirement                        -- -- -- ok -- -- --
POST /issuers/{issuer}/catalogue/{code}/retirement/end                    -- -- -- !! -- -- --
GET  /issuers/{issuer}/versions/new                                       -- -- -- ok -- -- --
POST /issuers/{issuer}/previews                                           -- -- -- ok -- -- --
POST /issuers/{issuer}/versions                                           -- -- -- ok -- -- --
GET  /issuers/{issuer}/audit                                              -- -- -- ok ok -- --
GET  /issuers/{issuer}/audit.csv                                          -- -- -- ok ok -- --
GET  /issuers/{issuer}/audit.json                                         -- -- -- ok ok -- --
GET  /issuers/{issuer}/fees                                               -- -- -- ok no no no
GET  /issuers/{issuer}/fees.csv                                           -- -- -- ok no no no
GET  /issuers/{issuer}/fees/{fee_number}                                  -- -- -- ok no no no
POST /issuers/{issuer}/fees/{fee_number}/promise                          -- -- -- ok no no no
POST /issuers/{issuer}/fees/{fee_number}/promise/end                      -- -- -- !! no no no
POST /issuers/{issuer}/fees/{fee_number}/payment                          -- -- -- ok no no no
POST /issuers/{issuer}/fees/{fee_number}/waiver                           -- -- -- ok no no no
POST /issuers/{issuer}/fees/{fee_number}/refund                           -- -- -- !! no no no
GET  /issuers/{issuer}/applications                                       -- -- -- ok no no no
GET  /issuers/{issuer}/applications/{application_id}                      -- -- -- ok no no no
POST /issuers/{issuer}/applications/{application_id}/extensions           -- -- -- ok no no no
POST /issuers/{issuer}/applications/{application_id}/refusal              -- -- -- ok no no no
GET  /issuers/{issuer}/terms                                              -- -- -- ok no no no
POST /issuers/{issuer}/factor-demand                                      -- -- -- ok no no no
POST /issuers/{issuer}/terms                                              -- -- -- ok no no no
GET  /issuers/{issuer}/review-days                                        -- -- -- ok no no no
POST /issuers/{issuer}/review-days                                        -- -- -- ok no no no
POST /issuers/{issuer}/holidays                                           -- -- -- ok no no no
POST /issuers/{issuer}/holidays/removal                                   -- -- -- ok no no no
GET  /issuers/{issuer}/vouchers                                           -- -- -- ok no no no
POST /issuers/{issuer}/vouchers                                           -- -- -- ok no no no
GET  /issuers/{issuer}/vouchers.csv                                       -- -- -- ok no no no
POST /issuers/{issuer}/vouchers/{voucher_id}/withdrawal [voucher_id=issued] -- -- -- ok no no no
GET  /issuers/{issuer}/reviewers                                          -- -- -- -- ok -- --
POST /issuers/{issuer}/reviewers                                          -- -- -- -- ok -- --
POST /issuers/{issuer}/reviewers/{certification_id}/ending                -- -- -- -- ok -- --
POST /issuers/{issuer}/reviewers/{certification_id}/calibration           -- -- -- -- !! -- --
GET  /reviews                                                             -- -- -- -- ok ok --
POST /reviews/languages                                                   -- -- -- -- ok ok --
GET  /reviews/comments                                                    -- -- -- -- ok ok --
POST /reviews/comments                                                    -- -- -- -- ok ok --
POST /reviews/comments/{comment_id}/removal                               -- -- -- -- ok ok --
GET  /reviews/{attempt}                                                   -- -- -- -- -- ok --
POST /reviews/{attempt}/claims                                            -- -- -- -- -- ok --
POST /reviews/{attempt}/draft                                             -- -- -- -- -- ok --
POST /reviews/{attempt}/check                                             -- -- -- -- -- !! --
POST /reviews/{attempt}/recommendation                                    -- -- -- -- -- ok --
GET  /reviews/{attempt}/preview                                           -- -- -- -- -- ok --
POST /reviews/{attempt}/return                                            -- -- -- -- -- ok --
POST /reviews/{attempt}/comments                                          -- -- -- -- -- ok --
POST /reviews/{attempt}/comments/insertion                                -- -- -- -- -- ok --
GET  /reviews/{attempt}/files/{evidence}/content                          -- -- -- -- -- ok --
GET  /reviews/{attempt}/files/{evidence}/pages/{page}/content             -- -- -- -- -- ok --
GET  /reviews/{attempt}/links/{key}/{link}                                -- -- -- -- -- ok --
GET  /approvals                                                           -- -- -- -- ok -- --
GET  /approvals/{attempt}                                                 -- -- -- -- ok -- --
POST /approvals/{attempt}/sentences                                       -- -- -- -- !! -- --
POST /approvals/{attempt}/override                                        -- -- -- -- !! -- --
POST /approvals/{attempt}/words                                           -- -- -- -- ok -- --
POST /approvals/{attempt}/withdrawal                                      -- -- -- -- !! -- --
POST /issuers/{issuer}/readers                                            -- -- -- -- ok -- --
GET  /issuers/{issuer}/calibration                                        -- -- -- -- ok -- --
POST /issuers/{issuer}/calibration                                        -- -- -- -- ok -- --
POST /issuers/{issuer}/calibration/agreement                              -- -- -- -- ok -- --
GET  /issuers/{issuer}/calibration/new                                    -- -- -- -- ok -- --
GET  /issuers/{issuer}/calibration/{set_id}                               -- -- -- -- ok -- --
POST /issuers/{issuer}/calibration/{set_id}/retirement                    -- -- -- -- ok -- --
GET  /reviewing/{certification_id}/calibration [certification_id=trained] -- -- -- -- ok -- --
POST /reviewing/{certification_id}/calibration [certification_id=trained] -- -- -- -- ok -- --
GET  /calibrations/{reading_id}                                           -- -- -- -- ok -- --
POST /calibrations/{reading_id}/answers                                   -- -- -- -- ok -- --
POST /calibrations/{reading_id}/completion                                -- -- -- -- ok -- --
POST /reviewing/{certification_id}/acceptance                             ok ok ok ok !! ok ok
GET  /committee                                                           -- -- -- -- ok -- ok
GET  /committee/{case}                                                    -- -- -- -- ok -- ok
POST /committee/{case}/attachments                                        -- -- -- -- ok -- no
POST /committee/{case}/conflict                                           -- -- -- -- no -- ok
POST /committee/{case}/votes                                              -- -- -- -- no -- ok
POST /committee/{case}/end                                                -- -- -- -- ok -- no
GET  /issuers/{issuer}/cases/new                                          -- -- -- -- ok -- --
POST /issuers/{issuer}/cases                                              -- -- -- -- ok -- --
GET  /issuers/{issuer}/cases/plan                                         -- -- -- -- ok -- --
POST /issuers/{issuer}/cases/plan/{case_kind}                             -- -- -- -- ok -- --
"""

# Who sits at a desk of the platform is told what a stranger is told, but here:
AT_THE_PLATFORM = """
                                                                          su ad
POST /invitations/{invitation_id}/acceptance                              -- --
POST /invitations/{invitation_id}/refusal                                 -- --
GET  /support/desk                                                        ok --
GET  /support/desk/{ticket}                                               ok --
POST /support/desk/{ticket}/answers                                       ok --
POST /support/desk/{ticket}/passing                                       ok --
POST /support/desk/{ticket}/standing                                      ok --
GET  /support/answers                                                     ok --
POST /support/answers                                                     ok --
POST /support/answers/{canned_id}/removal                                 ok --
GET  /issuers/{issuer}/audit                                              -- ok
GET  /issuers/{issuer}/audit.csv                                          -- ok
GET  /issuers/{issuer}/audit.json                                         -- ok
GET  /issuers/{issuer}/fees                                               -- ok
GET  /issuers/{issuer}/fees.csv                                           -- ok
GET  /issuers/{issuer}/fees/{fee_number}                                  -- ok
POST /issuers/{issuer}/fees/{fee_number}/promise                          -- ok
POST /issuers/{issuer}/fees/{fee_number}/promise/end                      -- !!
POST /issuers/{issuer}/fees/{fee_number}/payment                          -- ok
POST /issuers/{issuer}/fees/{fee_number}/waiver                           -- ok
POST /issuers/{issuer}/fees/{fee_number}/refund                           -- !!
GET  /issuers/{issuer}/applications                                       -- ok
GET  /issuers/{issuer}/applications/{application_id}                      -- ok
POST /issuers/{issuer}/applications/{application_id}/extensions           -- ok
POST /issuers/{issuer}/applications/{application_id}/refusal              -- ok
GET  /issuers/{issuer}/terms                                              -- ok
POST /issuers/{issuer}/factor-demand                                      -- ok
GET  /administration                                                      -- ok
GET  /administration/credit-rules                                         -- ok
GET  /administration/retention                                            -- ok
POST /administration/retention/{kept}                                     -- ok
GET  /administration/announcements                                        -- ok
POST /administration/announcements                                        -- ok
POST /administration/announcements/{note_id}/ending                       -- ok
POST /issuers/{issuer}/terms                                              -- ok
GET  /issuers/{issuer}/review-days                                        -- ok
POST /issuers/{issuer}/review-days                                        -- ok
POST /issuers/{issuer}/holidays                                           -- ok
POST /issuers/{issuer}/holidays/removal                                   -- ok
GET  /issuers/{issuer}/vouchers                                           -- ok
POST /issuers/{issuer}/vouchers                                           -- ok
GET  /issuers/{issuer}/vouchers.csv                                       -- ok
POST /issuers/{issuer}/vouchers/{voucher_id}/withdrawal [voucher_id=issued] -- ok
GET  /administration/factors                                              -- ok
POST /administration/factors                                              -- ok
GET  /administration/audit                                                -- ok
GET  /administration/audit.csv                                            -- ok
GET  /administration/audit.json                                           -- ok
"""

# What those hear live who stand aside, and those who left do not.
AT_THE_ISSUER = ("editor", "approver", "reviewer", "committee")
HEARD_BESIDE = {("issuer of the micro-credential", who): "de" for who in AT_THE_ISSUER}
HEARD_BESIDE[("submission that is read", "reviewer")] = "re"


@dataclass(frozen=True)
class Row:
    """One door: `says` is what each role is told, `instead` what stands at places of the address (by name)."""

    method: str
    pattern: str
    instead: dict[str, str]
    says: dict[str, str]

    @property
    def name(self) -> str:
        return f"{self.method} {self.pattern} {self.instead or ''}".strip()


def rows() -> list[Row]:
    """The table, read."""
    heads, *lines = DOORS.strip("\n").splitlines()
    assert heads.split() == [role[:2] for role in ROLES], "the columns are the roles"
    found = [_row(line, ROLES) for line in lines if line and not line.startswith("#")]
    beside, at_desks = _beside(BESIDE, ASIDE), _beside(AT_THE_PLATFORM, DESKS)
    assert beside.keys() | at_desks.keys() <= {row.name for row in found}, "a row of BESIDE is a row of DOORS"
    for row in found:
        row.says.update(dict.fromkeys(ASIDE, row.says["left"]) | beside.get(row.name, {}))
        row.says.update(dict.fromkeys(DESKS, row.says["stranger"]) | at_desks.get(row.name, {}))
    return found


def _beside(table: str, roles: dict[str, str]) -> dict[str, dict[str, str]]:
    """{row: what each of these roles is told}"""
    heads, *lines = table.strip("\n").splitlines()
    assert heads.split() == [role[:2] for role in roles]
    return {row.name: row.says for row in (_row(line, roles) for line in lines)}


def topics() -> dict[str, dict[str, str]]:
    """{topic: {role: as whom they hear it}}"""
    heads, *lines = TOPICS.strip("\n").splitlines()
    roles = list(ROLES)[1:]  # a visitor has no socket
    assert heads.split() == [role[:2] for role in roles]
    said = {line[:76].strip(): dict(zip(roles, line[76:].split(), strict=True)) for line in lines}
    for topic, says in said.items():
        says.update({role: HEARD_BESIDE.get((topic, role), says["left"]) for role in ASIDE})
        says.update(dict.fromkeys(DESKS, says["stranger"]))
    return said


def _row(line: str, roles: dict[str, str]) -> Row:
    found = re.fullmatch(r"(GET|POST|WS|OPTIONS|PATCH|DELETE) +(/\S*)(?: \[(\w+)=(\w+)\])? +((?:\S\S ?)+)", line)
    assert found, f"not a row of the table: {line}"
    method, pattern, place, name, cells = found.groups()
    return Row(method, pattern, {place: name} if place else {}, dict(zip(roles, cells.split(), strict=True)))


def places(pattern: str) -> list[str]:
    """What stands in braces in the pattern of an address."""
    return re.findall(r"{(\w+)}", pattern)


# --- as a page ---

INTRO = """# The doors

Who may do what at each address, as the test of the doors (`tests/test_doors.py`) asks it. This page is written from
the table in `tests/doors/table.py` by `.venv/bin/python -m tests.doors.table`; a test compares it. A change here is a
change of who may see what: read it as such.

`ok` may · `in` is sent to sign in first · `--` is told that there is no such thing (404) · `no` is told that it is not
for them (403) · `??` to sign in first, said to a program (401) · `!!` it is too late for that (409). In brackets: what
stands at that place of the address instead of the usual.

Who asks:

"""


OTHERS = """Some have to do with the cohort without sitting there. They are told what those are told who left, but here:
"""

LIVE = """
## What is told live

Who may follow which topic of the socket, and as whom they hear it: `fa` as a facilitator, `he` as a helper, `pe` as a
peer, `me` as a member, `se` as oneself, `as` as who asked, `or` as an organizer, `le` as one who leads, `re` as a
reader, `au` as its author; `--` may not, and is not told that
there is such a topic. Of those aside, an editor, an approver, a
reviewer and who sits on the committee hear the issuer's topic as one of its desk, and who reads an attempt hears of it.
"""


def page() -> str:
    """docs/doors.md"""
    who = "".join(f"- **{role[:2]}** {role}: {what}\n" for role, what in ROLES.items())
    aside = "".join(f"- **{role[:2]}** {role}: {what}\n" for role, what in (ASIDE | DESKS).items())
    who = f"{who}\n{OTHERS}\n{aside}\n```\n{BESIDE.strip(chr(10))}\n\n{AT_THE_PLATFORM.strip(chr(10))}\n```\n"
    return f"{INTRO}{who}\n```\n{DOORS.strip(chr(10))}\n```\n{LIVE}\n```\n{TOPICS.strip(chr(10))}\n```\n"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
