"""The way in and out. Of allauth's pages these and no more: no sign-up, no reset by mail, no address book."""

from __future__ import annotations

from django.urls import path

from skoleporten.web.sign_in import letter, provider, second_factor, views

urlpatterns = [
    path("sign-in/", views.log_in, name="account_login"),
    path("sign-in/card/", views.log_in_with_card, name="card_log_in"),
    path("letter/", letter.type_code, name="letter"),
    path("letter/choosing/", letter.choose, name="letter_choose"),
    path("sign-in/demo/", views.log_in_to_demo, name="demo_login"),
    path("sign-in/second-factor/", second_factor.authenticate, name="mfa_authenticate"),
    path("sign-in/with/<slug:provider_id>/", provider.sign_in, name="provider_sign_in"),
    path("sign-in/with/<slug:provider_id>/callback/", provider.callback, name="openid_connect_callback"),
    path("sign-in/with/<slug:provider_id>/signed-out/", provider.signed_out, name="provider_signed_out"),
    path("sign-in/again/", second_factor.password_again, name="account_reauthenticate"),
    path("sign-in/again/with-provider/", provider.sign_in_again, name="provider_sign_in_again"),
    path("sign-in/again/code/", second_factor.code_again, name="mfa_reauthenticate"),
    path("sign-in/again/passkey/", second_factor.passkey_again, name="mfa_reauthenticate_webauthn"),
    path("sign-out/", views.log_out, name="account_logout"),
    path("password/", views.change_password, name="account_change_password"),
    path("second-factor/", second_factor.overview, name="mfa_index"),
    path("second-factor/passkey/", second_factor.add_passkey, name="mfa_add_webauthn"),
    path("second-factor/codes/", second_factor.add_codes, name="mfa_activate_totp"),
    path("second-factor/recovery-codes/", second_factor.show_recovery_codes, name="mfa_view_recovery_codes"),
    path("second-factor/recovery-codes/new/", second_factor.new_recovery_codes, name="mfa_generate_recovery_codes"),
    path("second-factor/remove/", second_factor.remove, name="mfa_remove"),
]
