package org.mingjie.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mingjie.Browser;
import org.mingjie.Browser.Answer;
import org.mingjie.RegistryTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Sign-in through a provider of OpenID Connect, a real one that runs beside. */
@DirtiesContext
class SingleSignOnTest extends RegistryTest {

  private static final String PASSWORD = "a-long-password";
  private static final String START = SingleSignOn.START + "/" + SingleSignOn.REGISTRATION;
  private static final String ISSUER = "http://127.0.0.1:" + provider();

  @LocalServerPort private int port;
  @Autowired private Accounts accounts;
  @Autowired private Audit audit;
  @Autowired private JdbcClient jdbc;

  /** The authorization server of Spring with one client and one person, named 13800000000 there. */
  @TestConfiguration(proxyBeanMethods = false)
  @EnableAutoConfiguration(excludeName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
  static class Provider {}

  private static int provider() {
    Map<String, Object> settings = new HashMap<>();
    String client = "spring.security.oauth2.authorizationserver.client.mingjie.";
    settings.put("spring.config.name", "provider");
    settings.put("server.port", "0");
    settings.put("server.address", "127.0.0.1");
    settings.put("server.servlet.session.cookie.name", "provider");
    settings.put("spring.security.user.name", "13800000000");
    settings.put("spring.security.user.password", "{noop}at-the-provider");
    settings.put(client + "registration.client-id", "mingjie");
    settings.put(client + "registration.client-secret", "{noop}of-the-client");
    settings.put(client + "registration.client-authentication-methods", "client_secret_basic");
    settings.put(client + "registration.authorization-grant-types", "authorization_code");
    settings.put(client + "registration.redirect-uris", "http://127.0.0.1:8080" + SingleSignOn.CALLBACK);
    settings.put(client + "registration.scopes", "openid");
    settings.put(client + "require-authorization-consent", "false");
    var context = new SpringApplicationBuilder(Provider.class).web(WebApplicationType.SERVLET).properties(settings).run();
    return ((WebServerApplicationContext) context).getWebServer().getPort();
  }

  @DynamicPropertySource
  static void provider(DynamicPropertyRegistry registry) {
    registry.add("mingjie.oidc.issuer", () -> ISSUER);
    registry.add("mingjie.oidc.client-id", () -> "mingjie");
    registry.add("mingjie.oidc.client-secret", () -> "of-the-client");
    registry.add("mingjie.oidc.name", () -> "政务统一认证");
  }

  @BeforeEach
  void people() {
    accounts.createIfAbsent("linker", "系统管理员", PASSWORD, Role.SYSTEM_ADMINISTRATOR, "");
    accounts.createIfAbsent("linked", "干部", PASSWORD, Role.PLACE_NAME_CLERK, "430281");
    accounts.createIfAbsent("unlinked", "干部", PASSWORD, Role.PLACE_NAME_CLERK, "430281");
    database().sql("UPDATE account SET disabled_at = NULL WHERE login = 'linked'").update();
  }

  private Answer link(String login, Object subject) {
    Map<String, Object> body = new HashMap<>(Map.of("reason", "本人到场"));
    body.put("subject", subject);
    return Browser.of(port, "linker", PASSWORD).post("/api/admin/accounts/" + accounts.findSecret(login).orElseThrow().account().id() + "/identity", body);
  }

  /** @return the address with which the provider sends the person back */
  private static String atTheProvider(String location) throws Exception {
    HttpClient client = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    client.send(HttpRequest.newBuilder(URI.create(location)).header("Accept", "text/html").build(), BodyHandlers.ofString());
    HttpResponse<String> form = client.send(HttpRequest.newBuilder(URI.create(ISSUER + "/login")).build(), BodyHandlers.ofString());
    Matcher token = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"").matcher(form.body());
    assertThat(token.find()).isTrue();
    String body = "username=13800000000&password=at-the-provider&_csrf=" + URLEncoder.encode(token.group(1), StandardCharsets.UTF_8);
    HttpResponse<String> in = client.send(HttpRequest.newBuilder(URI.create(ISSUER + "/login")).header("Content-Type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    HttpResponse<String> back = client.send(HttpRequest.newBuilder(URI.create(in.headers().firstValue("Location").orElseThrow())).header("Accept", "text/html").build(),
        BodyHandlers.ofString());
    return back.headers().firstValue("Location").orElseThrow();
  }

  private static String pathOf(String location) {
    URI address = URI.create(location);
    return address.getRawPath() + "?" + address.getRawQuery();
  }

  private Answer signIn(Browser browser, String to) throws Exception {
    Answer started = browser.get(START + (to == null ? "" : "?to=" + URLEncoder.encode(to, StandardCharsets.UTF_8)));
    assertThat(started.status()).as(started.raw().body()).isEqualTo(302);
    assertThat(started.header("Location")).startsWith(ISSUER + "/oauth2/authorize?").contains("code_challenge=", "state=", "nonce=");
    return browser.get(pathOf(atTheProvider(started.header("Location"))));
  }

  @Test
  void whoIsLinkedSignsInAndComesBackToHisPage() throws Exception {
    assertThat(new Browser(port).get("/api/session/ways").json().at("/singleSignOn/name").asString()).isEqualTo("政务统一认证");
    assertThat(new Browser(port).get("/api/session/ways").json().at("/singleSignOn/address").asString()).isEqualTo(START);
    assertThat(link("linked", "13800000000").status()).isEqualTo(204);
    Browser browser = new Browser(port);
    Answer back = signIn(browser, "/desk?task=1");
    assertThat(back.status()).as(back.raw().body()).isEqualTo(302);
    assertThat(URI.create(back.header("Location")).getPath()).isEqualTo("/desk");
    assertThat(browser.get("/api/session").json().at("/account/login").asString()).isEqualTo("linked");
    assertThat(browser.delete("/api/session", null).status()).isEqualTo(204);
    assertThat(database().sql("SELECT detail->>'way' FROM audit JOIN account a ON a.id = account_id WHERE action = 'sign-in' AND login = 'linked'").query(String.class).list()).containsExactly("oidc");
    assertThat(database().sql("SELECT count(*) FROM web_session_attributes WHERE attribute_bytes::text LIKE '%access%'").query(Long.class).single()).isZero();
  }

  @Test
  void nobodyElseHasAnAccountMadeOrOpened() throws Exception {
    long before = database().sql("SELECT count(*) FROM account").query(Long.class).single();
    Browser browser = new Browser(port);
    Answer back = signIn(browser, null);
    assertThat(back.status()).isEqualTo(403);
    assertThat(back.detail()).contains("还没有与这里的账号关联", "13800000000");
    assertThat(browser.get("/api/session").json().get("account").isNull()).isTrue();
    assertThat(database().sql("SELECT count(*) FROM account").query(Long.class).single()).isEqualTo(before);
  }

  @Test
  void whereTheSettingsNameARoleAnAccountIsMadeAtTheFirstSignIn() {
    Identities making = new Identities(jdbc, new OidcSettings(ISSUER, "a", "b", "政务统一认证", "reader", "4302"), audit);
    UUID made = making.findOrCreate(ISSUER, "new-person", "新来的").orElseThrow();
    assertThat(making.findOrCreate(ISSUER, "new-person", "新来的")).hasValue(made);
    assertThat(database().sql("SELECT role || jurisdiction || display_name || coalesce(password_hash, '') FROM account WHERE id = ?").params(made).query(String.class).single()).isEqualTo("reader4302新来的");
    assertThat(making.findOrCreate("https://other.example", "new-person", null)).as("of another issuer").isPresent().get().isNotEqualTo(made);
  }

  @Test
  void aLinkIsOfOneAccountAndGoesWhenItIsTakenAway() throws Exception {
    link("linked", "13800000000");
    assertThat(link("unlinked", "13800000000").status()).isEqualTo(409);
    assertThat(link("linker", "x").status()).as("his own").isEqualTo(403);
    database().sql("UPDATE account SET disabled_at = now() WHERE login = 'linked'").update();
    assertThat(signIn(new Browser(port), null).detail()).contains("停用");
    database().sql("UPDATE account SET disabled_at = NULL WHERE login = 'linked'").update();
    assertThat(link("linked", null).status()).isEqualTo(204);
    assertThat(signIn(new Browser(port), null).status()).isEqualTo(403);
    assertThat(database().sql("SELECT detail->>'linked' FROM audit WHERE action = 'account.identity' ORDER BY at").query(String.class).list()).containsExactly("true", "false");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example", "javascript:alert(1)", "/a\r\nSet-Cookie: x=y", " //evil.example", ""})
  void aHostileTargetIsOurOwnFirstPage(String to) throws Exception {
    link("linked", "13800000000");
    String location = signIn(new Browser(port), to).header("Location");
    assertThat(location).matches("(http://127\\.0\\.0\\.1:" + port + ")?/");
    assertThat(LocalTarget.of(to)).isEqualTo("/");
  }

  @Test
  void anAnswerThatNobodyAskedForOrThatCameToAnotherIsRefused() throws Exception {
    link("linked", "13800000000");
    Browser victim = new Browser(port);
    assertThat(victim.get(SingleSignOn.CALLBACK + "?code=abc&state=def").status()).isEqualTo(401);
    String back = pathOf(atTheProvider(new Browser(port).get(START).header("Location")));
    assertThat(victim.get(back).status()).as("the answer to another browser").isEqualTo(401);
    victim.get(START);
    assertThat(victim.get(back).status()).as("also where this one has asked too").isEqualTo(401);
    assertThat(victim.get("/api/session").json().get("account").isNull()).isTrue();
  }

  private static Browser ofAPerson(int port) {
    Browser browser = new Browser(port);
    browser.headers.put("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
    return browser;
  }

  private static String state(String location) {
    Matcher state = Pattern.compile("[?&]state=([^&]+)").matcher(location);
    assertThat(state.find()).isTrue();
    return state.group(1);
  }

  @Test
  void aPersonWhoIsNotLinkedComesToTheSignInPageWhichKnowsHisNameAtTheProvider() throws Exception {
    Browser browser = ofAPerson(port);
    Answer back = signIn(browser, "/desk?task=1");
    assertThat(back.status()).as(back.raw().body()).isEqualTo(302);
    assertThat(back.header("Location")).endsWith("/sign-in?refused=sso-unlinked&next=%2Fdesk%3Ftask%3D1").doesNotContain("13800000000");
    assertThat(browser.get("/api/session/ways").json().get("unlinked").asString()).isEqualTo("13800000000");
    assertThat(new Browser(port).get("/api/session/ways").json().get("unlinked").isNull()).as("in another browser").isTrue();
    assertThat(browser.get("/api/session").json().get("account").isNull()).isTrue();
    link("linked", "13800000000");
    database().sql("UPDATE account SET disabled_at = now() WHERE login = 'linked'").update();
    assertThat(signIn(ofAPerson(port), null).header("Location")).endsWith("/sign-in?refused=sso-disabled");
  }

  @Test
  void ofTheProvidersRefusalTheAddressTellsACodeAndNothingThatItSaid() {
    for (var told : Map.of("access_denied", "sso-denied", "temporarily_unavailable", "sso-away", "made_up", "sso-failed").entrySet()) {
      Browser browser = ofAPerson(port);
      String state = state(browser.get(START).header("Location"));
      Answer back = browser.get(SingleSignOn.CALLBACK + "?error=" + told.getKey() + "&error_description=%3Cscript%3Ealert(1)%3C/script%3E&state=" + state);
      assertThat(back.status()).isEqualTo(302);
      assertThat(back.header("Location")).matches("(http://127\\.0\\.0\\.1:" + port + ")?/sign-in\\?refused=" + told.getValue());
    }
    Browser program = new Browser(port);
    program.headers.put("Accept", "application/problem+json");
    Answer refused = program.get(SingleSignOn.CALLBACK + "?error=access_denied&error_description=%3Cscript%3E&state=" + state(program.get(START).header("Location")));
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.detail()).contains("没有同意").doesNotContain("script");
  }

  @Test
  void anAnswerThatCameToAnotherOrTooLateEndsOnTheSignInPage() {
    assertThat(ofAPerson(port).get(SingleSignOn.CALLBACK + "?code=abc&state=def").header("Location")).endsWith("/sign-in?refused=sso-expired");
    Browser browser = ofAPerson(port);
    String state = state(browser.get(START).header("Location"));
    assertThat(browser.get(SingleSignOn.CALLBACK + "?code=never-given&state=" + state).header("Location")).as("a code that the provider has not given").endsWith("/sign-in?refused=sso-failed");
  }
}
