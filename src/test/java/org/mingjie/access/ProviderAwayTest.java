package org.mingjie.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mingjie.Browser;
import org.mingjie.Browser.Answer;
import org.mingjie.RegistryTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** A provider of OpenID Connect that does not answer. */
@DirtiesContext
@TestPropertySource(properties = {"mingjie.oidc.issuer=http://127.0.0.1:9", "mingjie.oidc.client-id=mingjie", "mingjie.oidc.client-secret=of-the-client"})
class ProviderAwayTest extends RegistryTest {

  private static final String START = SingleSignOn.START + "/" + SingleSignOn.REGISTRATION;

  @LocalServerPort private int port;

  @Test
  void whoeverSetsOutComesBackToTheSignInPage() {
    Browser browser = new Browser(port);
    browser.headers.put("Accept", "text/html");
    Answer back = browser.get(START + "?to=/desk");
    assertThat(back.status()).as(back.raw().body()).isEqualTo(302);
    assertThat(back.header("Location")).contains("/sign-in?refused=sso-away");
  }

  @Test
  void aProgramIsToldWhenToTryAgain() {
    Answer refused = new Browser(port).get(START);
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.header("Retry-After")).isEqualTo("30");
    assertThat(refused.json().get("title").asString()).isEqualTo("单点登录连不上");
  }
}
