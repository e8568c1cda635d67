package org.mingjie.access;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Component;

/** Sign-in by password, with a brake. An unknown login, a wrong password and a locked account are answered alike, and take as long. */
@Component
@ConditionalOnWebApplication
class PasswordSignIn implements AuthenticationProvider {

  private final Accounts accounts;
  private final SignInBrake brake;
  private final WrongPasswords wrongPasswords;
  private final DaoAuthenticationProvider passwords;

  PasswordSignIn(Accounts accounts, PasswordEncoder encoder, SignInBrake brake, WrongPasswords wrongPasswords) {
    this.accounts = accounts;
    this.brake = brake;
    this.wrongPasswords = wrongPasswords;
    this.passwords = new DaoAuthenticationProvider(this::find);
    this.passwords.setPasswordEncoder(encoder);
  }

  private UserDetails find(String login) {
    return accounts.findSecret(login).map(found -> new SignedIn(found.account(), found.passwordHash()))
        .orElseThrow(() -> new UsernameNotFoundException(login));
  }

  @Override
  public @Nullable Authentication authenticate(Authentication asked) {
    String address = asked.getDetails() instanceof WebAuthenticationDetails web ? web.getRemoteAddress() : "";
    brake.begin(address);
    try {
      Authentication known = passwords.authenticate(asked);
      if (known != null && known.getPrincipal() instanceof SignedIn person && !wrongPasswords.mayEnter(person.account().id())) {
        throw new BadCredentialsException("locked");
      }
      return known;
    } catch (AuthenticationException refused) {
      brake.noteWrong(address);
      accounts.findSecret(asked.getName()).ifPresent(found -> wrongPasswords.note(found.account().id(), address));
      throw refused;
    } finally {
      brake.end();
    }
  }

  @Override
  public boolean supports(Class<?> kind) {
    return UsernamePasswordAuthenticationToken.class.isAssignableFrom(kind);
  }
}
