package org.mingjie.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpRequestResponseHolder;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.stereotype.Component;

/**
 * Who is behind the session of a browser. The session keeps no more than which account it is: what the account may is read anew with
 * each request, so that a right that is taken away is gone at once.
 */
@Component
class BrowserSessions implements SecurityContextRepository {

  private static final String ACCOUNT = FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME;
  private static final String CREDENTIALS = "credentials";
  private static final String SINCE = "since";
  private static final String PROVEN = "proven";

  /** Of the sign-in, for its person to know it again. */
  static final String FROM = "from";
  static final String BROWSER = "browser";
  static final String SYSTEM = "system";

  /** Clocks of several servers differ by no more. */
  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

  private final Accounts accounts;
  private final Policies policies;
  private final Clock clock;

  BrowserSessions(Accounts accounts, Policies policies, ObjectProvider<Clock> clock) {
    this.accounts = accounts;
    this.policies = policies;
    this.clock = clock.getIfAvailable(Clock::systemUTC);
  }

  /**
   * Signs in. Whatever session the browser has had ends: nobody may have laid one there before.
   *
   * @param proven whether a second factor has been given
   */
  SignedIn begin(HttpServletRequest request, UUID account, boolean proven) {
    end(request);
    HttpSession session = request.getSession(true);
    session.setMaxInactiveInterval(idleSeconds());
    session.setAttribute(ACCOUNT, account.toString());
    session.setAttribute(SINCE, Long.toString(clock.millis()));
    session.setAttribute(PROVEN, Boolean.toString(proven));
    Device device = Device.of(request.getHeader(HttpHeaders.USER_AGENT));
    session.setAttribute(FROM, request.getRemoteAddr());
    session.setAttribute(BROWSER, device.browser());
    session.setAttribute(SYSTEM, device.system());
    renew(request, account);
    return find(request).orElseThrow();
  }

  /** Whether the account may sign in at all. */
  boolean mayBegin(UUID account) {
    return accounts.findOwner(account).isPresent();
  }

  /** The session goes on with the credentials of now, while others of the same person end. */
  void renew(HttpServletRequest request, UUID account) {
    request.getSession(false).setAttribute(CREDENTIALS, Integer.toString(accounts.credentials(account)));
  }

  void end(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    if (session != null) {
      session.invalidate();
    }
  }

  /** Empty where nobody has signed in, or the session has lasted too long, or its person may not sign in any more. */
  Optional<SignedIn> find(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    if (session == null || !(session.getAttribute(ACCOUNT) instanceof String account)) {
      return Optional.empty();
    }
    Optional<SignedIn> person = person(UUID.fromString(account), session::getAttribute);
    if (person.isEmpty()) {
      session.invalidate();
    } else {
      limit(session); // another request may have written it back while the rule changed
    }
    return person;
  }

  /** Whether a session with these attributes still opens the account. */
  boolean stands(UUID account, Function<String, @Nullable Object> attributes) {
    return person(account, attributes).isPresent();
  }

  /** Whether the second factor has been given where one is asked for. */
  boolean isProven(UUID account, Function<String, @Nullable Object> attributes) {
    return person(account, attributes).filter(person -> person.next() != NextStep.SECOND_FACTOR).isPresent();
  }

  static Instant since(Function<String, @Nullable Object> attributes) {
    return Instant.ofEpochMilli(Long.parseLong(String.valueOf(attributes.apply(SINCE))));
  }

  private Optional<SignedIn> person(UUID account, Function<String, @Nullable Object> attributes) {
    return isOver(attributes) ? Optional.empty()
        : accounts.find(account, String.valueOf(attributes.apply(CREDENTIALS)), "true".equals(attributes.apply(PROVEN)));
  }

  /** The session of whoever has just changed the rule, which is written when his request ends. */
  void limit(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    if (session != null) {
      limit(session);
    }
  }

  private void limit(HttpSession session) {
    if (session.getMaxInactiveInterval() != idleSeconds()) {
      session.setMaxInactiveInterval(idleSeconds());
    }
  }

  private int idleSeconds() {
    return (int) policies.session().idle().toSeconds();
  }

  /** A sign-in that lies ahead tells of a clock that has been put back: nobody knows how long ago it was. */
  private boolean isOver(Function<String, @Nullable Object> attributes) {
    Duration age = Duration.between(since(attributes), clock.instant());
    return age.compareTo(policies.session().absolute()) > 0 || age.plus(CLOCKS_DIFFER).isNegative();
  }

  @Override
  @Deprecated
  public SecurityContext loadContext(HttpRequestResponseHolder holder) {
    SecurityContext context = SecurityContextHolder.createEmptyContext();
    find(holder.getRequest()).ifPresent(person ->
        context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(person, null, person.getAuthorities())));
    return context;
  }

  /** Only a sign-in writes sessions. */
  @Override
  public void saveContext(SecurityContext context, HttpServletRequest request, @Nullable HttpServletResponse response) {}

  @Override
  public boolean containsContext(HttpServletRequest request) {
    return request.getSession(false) != null;
  }
}
