package org.mingjie.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;
import org.springframework.stereotype.Component;

/** Where a person has signed in. A session is told by a hash of its identifier: who knows the identifier has the session. */
@Component
@ConditionalOnWebApplication
class OpenSessions {

  private static final int NAME_CHARACTERS = 32;

  /**
   * @param id by which it is ended
   * @param since the sign-in
   * @param from address of the client at the sign-in
   * @param complete false where the password was given and the second factor was not
   */
  record Card(String id, Instant since, Instant lastRequest, @Nullable String from, @Nullable String browser, @Nullable String system,
      boolean current, boolean complete) {}

  private final FindByIndexNameSessionRepository<? extends Session> repository;
  private final BrowserSessions sessions;

  OpenSessions(FindByIndexNameSessionRepository<? extends Session> repository, BrowserSessions sessions) {
    this.repository = repository;
    this.sessions = sessions;
  }

  /**
   * Those that are not over, the one that asks first, then the latest used.
   *
   * @param current identifier of the session that asks
   */
  List<Card> listOf(UUID account, String current) {
    return repository.findByPrincipalName(account.toString()).values().stream().filter(session -> !session.isExpired() && sessions.stands(account, session::getAttribute))
        .map(session -> card(account, session, current))
        .sorted(Comparator.comparing(Card::current).thenComparing(Card::lastRequest).reversed()).toList();
  }

  private Card card(UUID account, Session session, String current) {
    return new Card(name(session.getId()), BrowserSessions.since(session::getAttribute), session.getLastAccessedTime(), session.getAttribute(BrowserSessions.FROM),
        session.getAttribute(BrowserSessions.BROWSER), session.getAttribute(BrowserSessions.SYSTEM), session.getId().equals(current),
        sessions.isProven(account, session::getAttribute));
  }

  /** @param id as told by {@link #listOf} */
  void end(UUID account, String id) {
    repository.findByPrincipalName(account.toString()).keySet().stream().filter(one -> name(one).equals(id)).forEach(repository::deleteById);
  }

  /** All but the one that asks. */
  void endOthers(UUID account, String current) {
    repository.findByPrincipalName(account.toString()).keySet().stream().filter(one -> !one.equals(current)).forEach(repository::deleteById);
  }

  private static String name(String session) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(session.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, NAME_CHARACTERS);
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
