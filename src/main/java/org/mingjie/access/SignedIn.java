package org.mingjie.access;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.userdetails.UserDetails;

/** The person behind a request. */
public final class SignedIn implements UserDetails {

  private static final long serialVersionUID = 1L;

  /** Lists may speak of any unit, so that only who keeps the whole registry himself brings them in. */
  static final String IMPORT = "RIGHT_IMPORT";

  /** Nothing is left to be done before. */
  static final String COMPLETE = "SIGNED_IN";

  private final transient Accounts.Account account;
  private final @Nullable String passwordHash;
  private final @Nullable NextStep next;
  private final @Nullable Set<KeyScope> scopes;
  private final transient List<Accounts.Account> absent;

  SignedIn(Accounts.Account account, @Nullable String passwordHash, @Nullable NextStep next) {
    this(account, passwordHash, next, null, List.of());
  }

  private SignedIn(Accounts.Account account, @Nullable String passwordHash, @Nullable NextStep next, @Nullable Set<KeyScope> scopes,
      List<Accounts.Account> absent) {
    this.scopes = scopes;
    this.absent = absent;
    this.account = account;
    this.passwordHash = passwordHash;
    this.next = next;
  }

  public Accounts.Account account() {
    return account;
  }

  /** In whose rights the person may act, his own first. */
  public List<Mandate> mandates() {
    return Stream.concat(Stream.of(new Mandate(account, null)), absent.stream().map(away -> new Mandate(account, away))).toList();
  }

  /**
   * In whose right the person may do something.
   *
   * @param role whose business it is
   * @param code of the division in which it happens, or a prefix of codes
   */
  public Optional<Mandate> find(Role role, String code) {
    return mandates().stream().filter(mandate -> mandate.reaches(role, code)).findFirst();
  }

  /** What has to be done before anything else; null where nothing has. */
  @Nullable NextStep next() {
    return next;
  }

  /** @param away for whom the person acts as well */
  SignedIn withAbsent(List<Accounts.Account> away) {
    return new SignedIn(account, passwordHash, next, scopes, away);
  }

  SignedIn withNothingLeft() {
    return new SignedIn(account, passwordHash, null);
  }

  /** A program with a key of this person, which can do what the scopes say and the person may. */
  SignedIn program(Set<KeyScope> allowed) {
    return new SignedIn(account, null, next, allowed, List.of());
  }

  /** Whether it is a program with a key. */
  boolean isProgram() {
    return scopes != null;
  }

  @Override
  public Collection<? extends GrantedAuthority> getAuthorities() {
    if (next != null) {
      return List.of(new SimpleGrantedAuthority(next.authority()));
    }
    List<GrantedAuthority> authorities = new ArrayList<>();
    authorities.add(new SimpleGrantedAuthority(COMPLETE));
    if (isWithin(KeyScope.READ)) {
      mandates().forEach(mandate -> authorities.add(new SimpleGrantedAuthority("ROLE_" + mandate.holder().role().name())));
    }
    if (account.role() == Role.SYSTEM_ADMINISTRATOR && account.jurisdiction().isEmpty() && isWithin(KeyScope.IMPORT)) {
      authorities.add(new SimpleGrantedAuthority(IMPORT));
    }
    return authorities;
  }

  private boolean isWithin(KeyScope scope) {
    return scopes == null || scopes.contains(scope);
  }

  @Override
  public @Nullable String getPassword() {
    return passwordHash;
  }

  @Override
  public String getUsername() {
    return account.login();
  }
}
