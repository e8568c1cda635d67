package org.mingjie.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mingjie.access.SingleSignOnRefusals.Reason;
import org.mingjie.problem.Echo;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.SupplierClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.stereotype.Component;

/**
 * Sign-in through a provider of OpenID Connect. Whoever comes back from it is the account that is linked to him here, with the same
 * steps left as after a password. The provider is asked for its addresses at the first sign-in: it may be away when we start.
 */
@Component
@ConditionalOnWebApplication
class SingleSignOn {

  static final String START = "/api/session/oidc/start";
  static final String CALLBACK = "/api/session/oidc/callback";
  static final String REGISTRATION = "sso";

  /** In a session without an account: the subject that opens none, for its person to tell an administrator. */
  static final String UNLINKED = "unlinked";

  private static final String TARGET = "to";

  private final OidcSettings settings;
  private final Identities identities;
  private final BrowserSessions sessions;
  private final CsrfTokenRepository csrf;
  private final Audit audit;

  SingleSignOn(OidcSettings settings, Identities identities, BrowserSessions sessions, CsrfTokenRepository csrf, Audit audit) {
    this.settings = settings;
    this.identities = identities;
    this.sessions = sessions;
    this.csrf = csrf;
    this.audit = audit;
  }

  /** Nothing where no provider is configured. */
  void addTo(HttpSecurity http) {
    if (!identities.isConfigured()) {
      return;
    }
    ClientRegistrationRepository clients = new SupplierClientRegistrationRepository(() -> new InMemoryClientRegistrationRepository(client()));
    http.oauth2Login(login -> login
        .loginPage(LocalTarget.HOME)
        .clientRegistrationRepository(clients)
        .authorizedClientRepository(new NoTokens())
        .authorizationEndpoint(start -> start.authorizationRequestResolver(requests(clients)))
        .redirectionEndpoint(back -> back.baseUri(CALLBACK))
        .successHandler(this::succeed)
        .failureHandler(SingleSignOn::fail)
        .withObjectPostProcessor(new ObjectPostProcessor<OAuth2AuthorizationRequestRedirectFilter>() {
          @Override
          public <F extends OAuth2AuthorizationRequestRedirectFilter> F postProcess(F filter) {
            filter.setAuthenticationFailureHandler(SingleSignOn::fail); // the provider is away when somebody sets out
            return filter;
          }
        }));
  }

  private ClientRegistration client() {
    return ClientRegistrations.fromIssuerLocation(Objects.requireNonNull(settings.issuer())).registrationId(REGISTRATION)
        .clientId(settings.clientId()).clientSecret(settings.clientSecret()).redirectUri("{baseUrl}" + CALLBACK).scope("openid").build();
  }

  private static OAuth2AuthorizationRequestResolver requests(ClientRegistrationRepository clients) {
    DefaultOAuth2AuthorizationRequestResolver resolver = new DefaultOAuth2AuthorizationRequestResolver(clients, START);
    resolver.setAuthorizationRequestCustomizer(OAuth2AuthorizationRequestCustomizers.withPkce());
    return new OAuth2AuthorizationRequestResolver() {
      @Override
      public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request) {
        OAuth2AuthorizationRequest asked = resolver.resolve(request);
        if (asked != null) {
          request.getSession().setAttribute(TARGET, LocalTarget.of(request.getParameter(TARGET)));
        }
        return asked;
      }

      @Override
      public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request, String registration) {
        return resolver.resolve(request, registration);
      }
    };
  }

  private void succeed(HttpServletRequest request, HttpServletResponse response, Authentication known) throws IOException {
    OidcUser user = (OidcUser) Objects.requireNonNull(known.getPrincipal());
    HttpSession before = request.getSession(false);
    String target = LocalTarget.of(before == null ? null : (String) before.getAttribute(TARGET));
    Optional<UUID> account = identities.findOrCreate(user.getIssuer().toString(), user.getSubject(), user.getFullName());
    if (account.isEmpty() || !sessions.mayBegin(account.get())) {
      sessions.end(request);
      if (account.isEmpty()) {
        request.getSession(true).setAttribute(UNLINKED, user.getSubject());
      }
      SingleSignOnRefusals.answer(request, response, account.isEmpty() ? Reason.UNLINKED : Reason.DISABLED, target,
          account.isEmpty() ? "标识是 " + Echo.brief(user.getSubject()) : null);
      return;
    }
    sessions.begin(request, account.get(), false);
    csrf.saveToken(csrf.generateToken(request), request, response);
    audit.record(account.get(), "sign-in", "account:" + account.get(), null, "{\"from\": \"%s\", \"way\": \"oidc\"}".formatted(request.getRemoteAddr()));
    response.sendRedirect(target);
  }

  private static void fail(HttpServletRequest request, HttpServletResponse response, AuthenticationException why) throws IOException {
    HttpSession before = request.getSession(false);
    SingleSignOnRefusals.answer(request, response, why, LocalTarget.of(before == null ? null : (String) before.getAttribute(TARGET)));
  }
}
