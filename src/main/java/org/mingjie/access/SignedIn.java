package org.mingjie.access;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.userdetails.UserDetails;

/** The person behind a request. */
public final class SignedIn implements UserDetails {

  private static final long serialVersionUID = 1L;

  private final transient Accounts.Account account;
  private final String passwordHash;

  SignedIn(Accounts.Account account, String passwordHash) {
    this.account = account;
    this.passwordHash = passwordHash;
  }

  public Accounts.Account account() {
    return account;
  }

  @Override
  public Collection<? extends GrantedAuthority> getAuthorities() {
    return List.of(new SimpleGrantedAuthority("ROLE_" + account.role().toUpperCase(Locale.ROOT)));
  }

  @Override
  public String getPassword() {
    return passwordHash;
  }

  @Override
  public String getUsername() {
    return account.login();
  }
}
