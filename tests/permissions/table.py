"""Who gets what from every address: the PRODUCT table, "Who may see what", written down as statuses.

A line is: method, address, and the status for each of WHO. `200=3` also says how many results a list has. `{name}`
in an address is something of the world in world.py. A POST or PATCH sends nothing but what BODIES has for its line, so
that 400 or 422 means "may, but sent nonsense", and 403 or 404 means "may not". 302 is the way to the sign-in page
(from / to the first page one may open). No worker runs beside the tests, so health is 503.
What one may not see answers 404.
"""

WHO = ("rita", "max", "mona", "rosa", "ivan", "carla", "finn", "olga", "api_user", "stranger", "nobody")

TABLE = """
#                                            rita  max   mona  rosa  ivan  carla finn  olga  api   stran nobody
GET    /                                     302   302   302   302   302   302   302   302   302   302   302
POST   /appearance/                          302   302   302   302   302   302   302   302   302   302   302
GET    /healthz/                             503   503   503   503   503   503   503   503   503   503   503
GET    /problems/refused/                    200   200   200   200   200   200   200   200   200   200   200

GET    /figures/                             200   200   200   200   200   200   200   200   200   200   302
GET    /figures/{figure}/                    200   200   200   200   200   200   200   200   200   200   302
GET    /figures/{figure}/why/                200   200   200   200   200   200   200   200   200   200   302
GET    /figures/{admins_figure}/             404   404   404   404   404   404   404   200   404   404   302
GET    /figures/{admins_figure}/why/         404   404   404   404   404   404   404   200   404   404   302

GET    /api/v1/                              200   200   200   200   200   200   200   200   200   200   200
GET    /api/v1/schema/                       200   200   200   200   200   200   200   200   200   200   200
GET    /api/v1/auth/tokens/                  200=1 200=0 200=0 200=0 200=0 200=0 200=0 200=0 200=1 200=0 401
POST   /api/v1/auth/tokens/                  201   201   201   201   201   201   201   201   401   201   401
DELETE /api/v1/auth/tokens/{ritas_token}/    204   404   404   404   404   404   404   404   404   404   401
GET    /api/v1/figures/                      200   200   200   200   200   200   200   200   200   200   401
GET    /api/v1/figures/{figure}/             200   200   200   200   200   200   200   200   200   200   401
GET    /api/v1/figures/{figure}/rows/        200=2 200=2 200=1 200=0 200=0 200=3 200=3 200=3 200=0 200=0 401
GET    /api/v1/figures/{admins_figure}/      404   404   404   404   404   404   404   200   404   404   401
GET    /api/v1/figures/{admins_figure}/rows/ 404   404   404   404   404   404   404   200=3 404   404   401
"""

BODIES: dict[tuple[str, str], dict[str, object]] = {}
