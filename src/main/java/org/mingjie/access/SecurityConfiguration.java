package org.mingjie.access;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.mingjie.problem.Problems;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.web.filter.UrlHandlerFilter;

/**
 * Who may call what: everything is denied that is not named. The public chain touches no session; programs give the
 * credentials of an account at each call, browsers sign in once.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class SecurityConfiguration {

  /** As all addresses of /ogc and /tiles, those of /api may end with a slash ({@link #slashes}). */
  private static final String[] PUBLIC = {
    "/", "/index.html", "/assets/**", "/webjars/**", "/favicon.ico", "/favicon.svg", "/place/*", "/report", "/report/*", "/tiles/**", "/ogc", "/ogc/**",
    "/api/search", "/api/search/", "/api/suggest", "/api/suggest/", "/api/reverse", "/api/reverse/", "/api/same-names", "/api/same-names/",
    "/api/places/*", "/api/places/*/", "/api/site", "/api/site/", "/api/map-days", "/api/map-days/", "/api/reports", "/api/reports/", "/api/reports/*", "/api/reports/*/", "/api/openapi.json", "/api/openapi.json/", "/error",
    "/desk.html", "/sign-in", "/desk", "/desk/reports", "/desk/unfound", "/me", "/admin", "/admin/people", "/admin/policies", "/admin/keys", "/admin/imports", "/admin/site", "/admin/positions",
    "/admin/health", "/admin/settings", "/admin/audit"
  };

  /** What anybody may send: error reports. */
  private static final String[] SENT_BY_ANYBODY = {"/report", "/api/reports", "/api/reports/"};

  private static final String SYSTEM = Role.SYSTEM_ADMINISTRATOR.name();
  private static final String SECURITY = Role.SECURITY_ADMINISTRATOR.name();
  private static final String[] IMPORTS = {"/api/imports", "/api/imports/**"};

  private static final Set<String> CHANGING = Set.of("POST", "PUT", "PATCH", "DELETE");

  /** Behind the filter that asks who may, which has to see the address as it is. */
  private static final int BEHIND_SECURITY = -99;

  /** An address of /api with a slash at its end is the one without. */
  @Bean
  FilterRegistrationBean<UrlHandlerFilter> slashes() {
    FilterRegistrationBean<UrlHandlerFilter> filter = new FilterRegistrationBean<>(withoutSlash());
    filter.addUrlPatterns("/api/*");
    filter.setOrder(BEHIND_SECURITY);
    return filter;
  }

  private static UrlHandlerFilter withoutSlash() {
    return UrlHandlerFilter.trailingSlashHandler("/api/**").wrapRequest().build();
  }

  private final ContentPolicy content;

  SecurityConfiguration(ContentPolicy content) {
    this.content = content;
  }

  /** To time each filter of a request costs more than a tile at hand; requests themselves are timed. */
  @Bean
  SecurityObservationSettings securityObservationSettings() {
    return SecurityObservationSettings.noObservations();
  }

  /** Methods that nobody has heard of are refused by the chains below like any other, with those that are allowed. */
  @Bean
  HttpFirewall httpFirewall() {
    StrictHttpFirewall firewall = new StrictHttpFirewall();
    firewall.setUnsafeAllowAnyHttpMethod(true);
    return firewall;
  }

  /** Addresses and headers that the firewall does not take. */
  @Bean
  RequestRejectedHandler requestRejectedHandler() {
    return (request, response, rejected) -> {
      if (response.isCommitted()) {
        throw rejected;
      }
      response.resetBuffer();
      Problems.write(request, response, Problems.unreadable(request.getRequestURI()));
    };
  }

  /** The management port listens on the loopback address only. */
  @Bean
  @Order(0)
  SecurityFilterChain healthChain(HttpSecurity http) throws Exception {
    return stateless(http.securityMatcher(EndpointRequest.to("health", "info", "prometheus")))
        .authorizeHttpRequests(rules -> rules
            .requestMatchers(HttpMethod.GET).permitAll()
            .requestMatchers(HttpMethod.HEAD).permitAll()
            .anyRequest().denyAll())
        .exceptionHandling(denied -> denied
            .authenticationEntryPoint((request, response, why) -> Denials.onlyReading(request, response))
            .accessDeniedHandler((request, response, why) -> Denials.onlyReading(request, response)))
        .build();
  }

  @Bean
  @Order(1)
  SecurityFilterChain publicChain(HttpSecurity http, ObjectProvider<EarlyAnswers> early) throws Exception {
    List<EarlyAnswers> answers = early.orderedStream().toList();
    return stateless(http.securityMatcher(PUBLIC))
        .addFilterAfter((request, response, chain) -> answerEarly(answers, request, response, chain), HeaderWriterFilter.class)
        .authorizeHttpRequests(rules -> rules
            .requestMatchers(HttpMethod.GET).permitAll()
            .requestMatchers(HttpMethod.HEAD).permitAll()
            .requestMatchers(HttpMethod.OPTIONS).permitAll()
            .requestMatchers(HttpMethod.POST, SENT_BY_ANYBODY).permitAll()
            .requestMatchers("/error").permitAll()
            .anyRequest().denyAll())
        .exceptionHandling(denied -> denied
            .authenticationEntryPoint((request, response, why) -> Denials.onlyReading(request, response))
            .accessDeniedHandler((request, response, why) -> Denials.onlyReading(request, response)))
        .build();
  }

  /** Programs send their credentials with each request: no cookie carries a right here, so no other site can use one. */
  @Bean
  @Order(2)
  SecurityFilterChain programChain(HttpSecurity http, Denials denials, ApiKeys keys, Accounts accounts) throws Exception {
    return stateless(http.securityMatcher(request -> request.getHeader(HttpHeaders.AUTHORIZATION) != null))
        .addFilterBefore(withoutSlash(), HeaderWriterFilter.class)
        .authorizeHttpRequests(rules -> rules
            .requestMatchers(HttpMethod.GET, "/api/session").hasAuthority(SignedIn.COMPLETE)
            .requestMatchers(IMPORTS).hasAuthority(SignedIn.IMPORT)
            .anyRequest().denyAll())
        .exceptionHandling(denied -> denied.authenticationEntryPoint(denials).accessDeniedHandler(denials))
        .addFilterBefore(new KeySignIn(keys, accounts, denials), BasicAuthenticationFilter.class)
        .httpBasic(basic -> basic.authenticationEntryPoint(denials))
        .build();
  }

  /** Browsers, whose session tells who asks. */
  @Bean
  @Order(3)
  SecurityFilterChain sessionChain(HttpSecurity http, Denials denials, BrowserSessions sessions, CsrfTokens tokens, SingleSignOn singleSignOn) throws Exception {
    singleSignOn.addTo(http);
    return common(http)
        .addFilterBefore(withoutSlash(), HeaderWriterFilter.class)
        .securityContext(context -> context.securityContextRepository(sessions))
        .csrf(csrf -> csrf.csrfTokenRepository(tokens).csrfTokenRequestHandler(tokens).requireCsrfProtectionMatcher(SecurityConfiguration::needsToken))
        .headers(headers -> headers.cacheControl(Customizer.withDefaults()))
        .authorizeHttpRequests(rules -> rules
            .requestMatchers("/api/session", "/api/session/ways").permitAll()
            .requestMatchers("/api/session/password").hasAnyAuthority(SignedIn.COMPLETE, NextStep.CHANGE_PASSWORD.authority())
            .requestMatchers(HttpMethod.GET, "/api/session/second-factor").hasAuthority(SignedIn.COMPLETE)
            .requestMatchers("/api/session/second-factor/recovery-codes", "/api/sessions", "/api/sessions/*").hasAuthority(SignedIn.COMPLETE)
            .requestMatchers("/api/session/second-factor").hasAuthority(NextStep.SECOND_FACTOR.authority())
            .requestMatchers("/api/session/second-factor/enrolment").hasAnyAuthority(SignedIn.COMPLETE, NextStep.ENROL_SECOND_FACTOR.authority())
            .requestMatchers("/api/corrections/*", "/api/corrections/*/history", "/api/error-reports", "/api/error-reports/answered", "/api/error-reports/*/answer",
                "/api/error-reports/*/contact", "/api/unfound", "/api/unfound/*/settlement").hasRole(Role.PLACE_NAME_CLERK.name())
            .requestMatchers(HttpMethod.GET, "/api/audit/mine").hasAuthority(SignedIn.COMPLETE)
            .requestMatchers(HttpMethod.GET, "/api/audit").hasAnyRole(Role.AUDIT_ADMINISTRATOR.name(), SECURITY)
            .requestMatchers(HttpMethod.GET, "/api/audit/export", "/api/audit/verification", "/api/audit/anchor").hasRole(Role.AUDIT_ADMINISTRATOR.name())
            .requestMatchers(HttpMethod.GET, "/api/map-bases").hasAuthority(SignedIn.COMPLETE)
            .requestMatchers("/api/keys", "/api/keys/*", "/api/delegations", "/api/delegations/*").hasAuthority(SignedIn.COMPLETE)
            .requestMatchers("/api/admin/keys", "/api/admin/keys/*/revocation", "/api/admin/policies", "/api/admin/positions", "/api/admin/accounts/*/unlock", "/api/admin/accounts/*/sign-out", "/api/admin/accounts/*/second-factor-reset").hasRole(SECURITY)
            .requestMatchers(HttpMethod.GET, "/api/admin/accounts", "/api/admin/accounts/*", "/api/admin/roles")
                .hasAnyRole(SYSTEM, SECURITY, Role.AUDIT_ADMINISTRATOR.name())
            .requestMatchers(HttpMethod.GET, "/api/desk").hasAuthority(SignedIn.COMPLETE)
            .requestMatchers(HttpMethod.GET, "/api/admin/health", "/api/admin/settings").hasRole(SYSTEM)
            .requestMatchers("/api/admin/site").hasRole(SYSTEM)
            .requestMatchers("/api/admin/accounts", "/api/admin/accounts/*", "/api/admin/accounts/*/password-reset", "/api/admin/accounts/*/identity").hasRole(SYSTEM)
            .requestMatchers(IMPORTS).hasAuthority(SignedIn.IMPORT)
            .anyRequest().denyAll())
        .exceptionHandling(denied -> denied.authenticationEntryPoint(denials).accessDeniedHandler(denials))
        .build();
  }

  /**
   * Nobody's request changes nothing, unless it signs somebody in: a victim must not work under the account of another. A method
   * that no address has is told so, token or not.
   */
  private static boolean needsToken(HttpServletRequest request) {
    return CHANGING.contains(request.getMethod())
        && (request.getRequestedSessionId() != null || request.getRequestURI().startsWith("/api/session"));
  }

  private static void answerEarly(List<EarlyAnswers> answers, ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request.getDispatcherType() == DispatcherType.REQUEST) {
      for (EarlyAnswers early : answers) {
        if (early.answer((HttpServletRequest) request, (HttpServletResponse) response)) {
          return;
        }
      }
    }
    chain.doFilter(request, response);
  }

  /** Without sessions no cookie carries a right, so no other site can use one. */
  private HttpSecurity stateless(HttpSecurity http) {
    return common(http).addFilterBefore(WithoutSession::filter, HeaderWriterFilter.class).csrf(AbstractHttpConfigurer::disable);
  }

  private HttpSecurity common(HttpSecurity http) {
    return http
        .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .formLogin(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .headers(h -> h
            .cacheControl(c -> c.disable())
            .addHeaderWriter(content)
            .referrerPolicy(r -> r.policy(ReferrerPolicy.SAME_ORIGIN)));
  }
}
