"""Every call answers as the description says, whatever is sent."""

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.specs.openapi import checks as openapi

from tests.outputs.api.test_api import token_for
from tests.sources.dashboard.returns import county as counties

CHECKS = [
    openapi.status_code_conformance,
    openapi.content_type_conformance,
    openapi.response_schema_conformance,
    schemathesis.checks.not_a_server_error,
]


@pytest.mark.long
@pytest.mark.django_db
def test_every_call_answers_as_it_is_described(county: counties.County) -> None:
    token = token_for(county.supplier)[1]
    headers = {"Authorization": f"Bearer {token}"}
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler())
    for found in schema.get_all_operations():
        operation = found.ok()

        @given(case=operation.as_strategy())
        @settings(
            max_examples=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
            database=None,
        )
        def call(case: schemathesis.Case) -> None:
            answer = case.call(headers=headers)
            assert answer.status_code < 500
            case.validate_response(answer, checks=CHECKS)

        call()
