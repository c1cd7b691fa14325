"""What the pipeline imports: a CRM's export."""

from collections.abc import Sequence

from pipeline.crm import accounts, deals, files, people, products
from pipeline.crm.ending import end_import
from pipeline.crm.names import REFERENCES, imported_names
from pipeline.crm.process import STAGES, ensure_process
from salesmgmt.imports.registry import ImportKind, Step, register


def known_values(field: str) -> Sequence[str]:
    """What a column's value may be mapped to."""
    if field == "deal_stage":
        return [stage.name for stage in STAGES]
    return sorted(imported_names(files.SOURCE, field)) if field in REFERENCES else []


CRM = register(
    ImportKind(
        code=files.SOURCE,
        title="a CRM export",
        permission="pipeline.import_deals",
        files=files.FILES,
        steps=(
            Step("sales_teams", "Bringing in people", people.check_people, people.merge_people, whole=True),
            Step("products", "Merging products", products.check_products, products.merge_products),
            Step("accounts", "Merging accounts", accounts.check_accounts, accounts.merge_accounts),
            Step("accounts", "Linking accounts to their parents", merge=accounts.link_parents),
            Step("sales_pipeline", "Merging deals", deals.check_deals, deals.merge_deals),
        ),
        prepare=ensure_process,
        finish=end_import,
        known_values=known_values,
        heading="Import from a CRM",
        says=(
            "Accounts, products, people and deals from another system's export. The same file again changes nothing; "
            "rows that cannot land are told, the others land."
        ),
        note=(
            "Amounts are read in the company's currency, days in its zone. People get placeholder addresses ending in "
            "import.invalid, because an export names none; enter the real ones under People before they sign in. Any "
            "of the four files may come alone later."
        ),
    )
)
