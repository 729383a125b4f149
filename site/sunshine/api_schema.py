"""What the API's schema says of refusals: each that an operation may answer, all as problem details (RFC 9457).

A view names what is its own; what the framework, the limits and a full disk may answer to any request is added here,
so that no status is answered that the schema does not have.
"""

from __future__ import annotations

from typing import Any

PROBLEM = {
    "type": "object",
    "description": "Problem details (RFC 9457), in the language that Accept-Language asks for.",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string", "description": "What is wrong, in a sentence."},
        "status": {"type": "integer"},
        "errors": {
            "type": "array",
            "description": "One entry for each thing to put right.",
            "items": {
                "type": "object",
                "properties": {
                    "field": {"type": "string", "description": "Dotted path; empty for the whole."},
                    "code": {"type": "string"},
                    "message": {"type": "string"},
                },
                "required": ["field", "code", "message"],
                "additionalProperties": False,
            },
        },
    },
    "required": ["type", "title", "status"],
    "additionalProperties": False,
}

REFUSALS = {
    "400": "Something in the request can't be read, or is not known.",
    "404": "There is nothing here; of a petition also: the password does not fit.",
    "406": "None of the formats in Accept can be given: there is JSON alone.",
    "413": "The request is larger than the site takes.",
    "415": "The body is not JSON.",
    "422": "The rules do not allow this.",
    "429": "Too many requests: Retry-After says in how many seconds to come back.",
    "503": "The index is being put in order: Retry-After says in how many seconds to come back.",
    "507": "The site can store nothing at the moment. Nothing was taken; send it again later.",
}
ALWAYS = ("400", "406", "413", "507")
WITH_A_BODY = ("415",)
METHODS = ("get", "post", "put", "patch", "delete")


def describe_refusals(result: dict[str, Any], **context: Any) -> dict[str, Any]:
    """Give each operation the refusals that any may answer, and all of them one shape; a parameter is never empty.

    A hook of drf-spectacular.
    """
    result["components"]["schemas"]["Problem"] = PROBLEM
    for path in result["paths"].values():
        for method in METHODS:
            if method in path:
                _describe(path[method])
    return result


def _describe(operation: dict[str, Any]) -> None:
    for parameter in operation.get("parameters", ()):
        if parameter["in"] == "query" and parameter["schema"]["type"] == "string":
            parameter["schema"]["minLength"] = 1
    codes = {*ALWAYS, *(code for code in operation["responses"] if code in REFUSALS)}
    if "requestBody" in operation:
        codes.update(WITH_A_BODY)
    if any(one["in"] == "path" or one["name"] == "page" for one in operation.get("parameters", ())):
        codes.add("404")
    for code in sorted(codes):
        operation["responses"][code] = _refusal(code)


def _refusal(code: str) -> dict[str, Any]:
    shape = {"schema": {"$ref": "#/components/schemas/Problem"}}
    refusal: dict[str, Any] = {
        "description": REFUSALS[code],
        "content": {"application/problem+json": shape},
    }
    if code in ("429", "503"):
        refusal["headers"] = {"Retry-After": {"schema": {"type": "integer"}, "required": True}}
    return refusal
