"""Postprocessing of the document: what a row looks like when `fields` and `expand` shaped it."""

from typing import Any

from salesmgmt.api.schema.answers import operations

_REF = "#/components/schemas/"


def add_selections(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Beside each kind of row that can be shaped stands its selection: any of its fields, some of them expanded."""
    shaped: dict[str, tuple[str, ...]] = {}
    for _, _, operation in operations(result):
        taken = {each["name"]: each for each in operation.get("parameters", []) if each["in"] == "query"}
        if "fields" in taken:
            expandable = taken["expand"]["schema"]["items"]["enum"] if "expand" in taken else ()
            schema = operation["responses"]["200"]["content"]["application/json"]
            row = _row_of(schema["schema"], result)
            shaped[row] = tuple({*shaped.get(row, ()), *expandable})
            schema["schema"] = _either(schema["schema"], row, result)
    for name, expandable in shaped.items():
        result["components"]["schemas"][f"{name}Selection"] = _selection(result, name, expandable)
    return result


def _row_of(schema: dict[str, Any], result: dict[str, Any]) -> str:
    """The name of the row's schema, which stands there itself or as what a page's results are."""
    name = schema["$ref"].removeprefix(_REF)
    properties = result["components"]["schemas"][name].get("properties", {})
    if name.startswith("Paginated"):
        items = properties["results"]["items"]
        return str(items.get("anyOf", [items])[0]["$ref"].removeprefix(_REF))
    return str(name)


def _either(schema: dict[str, Any], row: str, result: dict[str, Any]) -> dict[str, Any]:
    either = {"anyOf": [{"$ref": _REF + row}, {"$ref": f"{_REF}{row}Selection"}]}
    name = schema["$ref"].removeprefix(_REF)
    if not name.startswith("Paginated"):
        return either
    result["components"]["schemas"][name]["properties"]["results"]["items"] = either
    return schema


def _selection(result: dict[str, Any], name: str, expandable: tuple[str, ...]) -> dict[str, Any]:
    row = result["components"]["schemas"][name]
    properties = dict(row["properties"])
    for field in set(expandable) & set(properties):
        properties[field] = {"anyOf": [properties[field], {"type": "object", "description": "The row, expanded."}]}
    words = f"What `fields` chose of {name}, with what `expand` put in place of numbers."
    return {"type": "object", "description": words, "properties": properties, "minProperties": 1}
