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
import org.mingjie.problem.Problems;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.web.filter.UrlHandlerFilter;

/**
 * Who may call what: everything is denied that is not named. The public chain touches no session; commands ask for
 * the password of an account at each call.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class SecurityConfiguration {

  private static final String CONTENT = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
      + "img-src 'self' data: blob:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

  /** As all addresses of /ogc and /tiles, those of /api may end with a slash ({@link #slashes}). */
  private static final String[] PUBLIC = {
    "/", "/index.html", "/assets/**", "/webjars/**", "/favicon.ico", "/favicon.svg", "/place/*", "/tiles/**", "/ogc", "/ogc/**",
    "/api/search", "/api/search/", "/api/suggest", "/api/suggest/", "/api/reverse", "/api/reverse/", "/api/same-names", "/api/same-names/",
    "/api/places/*", "/api/places/*/", "/api/site", "/api/site/", "/api/openapi.json", "/api/openapi.json/", "/error"
  };

  /** Behind the filter that asks who may, which has to see the address as it is. */
  private static final int BEHIND_SECURITY = -99;

  /** An address of /api with a slash at its end is the one without. */
  @Bean
  FilterRegistrationBean<UrlHandlerFilter> slashes() {
    FilterRegistrationBean<UrlHandlerFilter> filter = new FilterRegistrationBean<>(UrlHandlerFilter.trailingSlashHandler("/api/**").wrapRequest().build());
    filter.addUrlPatterns("/api/*");
    filter.setOrder(BEHIND_SECURITY);
    return filter;
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
    return common(http.securityMatcher(EndpointRequest.to("health", "info")))
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
    return common(http.securityMatcher(PUBLIC))
        .addFilterAfter((request, response, chain) -> answerEarly(answers, request, response, chain), HeaderWriterFilter.class)
        .authorizeHttpRequests(rules -> rules
            .requestMatchers(HttpMethod.GET).permitAll()
            .requestMatchers(HttpMethod.HEAD).permitAll()
            .requestMatchers(HttpMethod.OPTIONS).permitAll()
            .requestMatchers("/error").permitAll()
            .anyRequest().denyAll())
        .exceptionHandling(denied -> denied
            .authenticationEntryPoint((request, response, why) -> Denials.onlyReading(request, response))
            .accessDeniedHandler((request, response, why) -> Denials.onlyReading(request, response)))
        .build();
  }

  @Bean
  @Order(2)
  SecurityFilterChain commandChain(HttpSecurity http) throws Exception {
    Denials denials = new Denials();
    return common(http)
        .authorizeHttpRequests(rules -> rules
            .requestMatchers("/api/imports", "/api/imports/**").hasRole("ADMINISTRATOR")
            .anyRequest().denyAll())
        .exceptionHandling(denied -> denied.authenticationEntryPoint(denials).accessDeniedHandler(denials))
        .httpBasic(basic -> basic.authenticationEntryPoint(denials))
        .build();
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

  private static HttpSecurity common(HttpSecurity http) {
    return http
        .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        // no cookie ever carries a right, so no other site can use one
        .csrf(AbstractHttpConfigurer::disable)
        .formLogin(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .headers(h -> h
            .cacheControl(c -> c.disable())
            .contentSecurityPolicy(c -> c.policyDirectives(CONTENT))
            .referrerPolicy(r -> r.policy(ReferrerPolicy.SAME_ORIGIN)));
  }
}
