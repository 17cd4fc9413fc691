"""Addresses of assurance, under `/p/<partnership>/assurance/`."""

from django.urls import path

from lineofsight.outputs.assurance.views import (
    checks,
    evidence,
    judging,
    moving,
    planning,
    product,
    registers,
    signing,
    tools,
)

app_name = "assurance"
ONE = "products/<uuid:product>/"
urlpatterns = [
    path("", tools.tools, name="tools"),
    path("tool/<slug:tool>/", tools.tool, name="tool"),
    path("products/", registers.products, name="products"),
    path("products/new/", planning.new, name="new"),
    path("products/new/<slug:kind>/", planning.new_product, name="new-product"),
    path(ONE, product.product, name="product"),
    path(f"{ONE}details/", planning.details, name="details"),
    path(f"{ONE}words/", planning.words, name="words"),
    path(f"{ONE}next/", planning.plan_next, name="next"),
    path(f"{ONE}link/", planning.relate, name="relate"),
    path(f"{ONE}step/<slug:step>/", moving.step, name="step"),
    path(f"{ONE}gate/<slug:gate>/", moving.gate, name="gate"),
    path(f"{ONE}evidence/", evidence.evidence, name="evidence"),
    path(f"{ONE}rate/", judging.rate, name="rate"),
    path(f"{ONE}view/", moving.view, name="view"),
    path(f"{ONE}consider/", moving.consider, name="consider"),
    path(f"{ONE}send-back/", moving.send_back, name="send-back"),
    path(f"{ONE}sign-off/", signing.sign_off, name="sign-off"),
    path(f"{ONE}sign-off/write-down/", signing.record_sign_off, name="record-sign-off"),
    path(f"{ONE}sign-off/<int:sign_off>/confirm/", signing.confirm, name="confirm"),
    path(f"{ONE}sign-off/<int:sign_off>/take-back/", signing.take_back, name="take-back"),
    path("checks/", checks.checks, name="checks"),
    path("checks/<slug:check>/accept/", checks.accept, name="accept"),
    path("checks/accepted/<int:accepted>/take-back/", checks.take_back, name="show-again"),
]
