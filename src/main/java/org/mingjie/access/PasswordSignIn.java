package org.mingjie.access;

import java.util.UUID;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/** Sign-in by password, with a brake. An unknown login, a wrong password and a locked account are answered alike, and take as long. */
@Component
@ConditionalOnWebApplication
class PasswordSignIn {

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
    return accounts.findSecret(login).orElseThrow(() -> new UsernameNotFoundException(login));
  }

  /**
   * Who has this password.
   *
   * @param address that asks
   * @throws AuthenticationException where nobody has it, or may not enter
   */
  SignedIn check(String login, String password, String address) {
    brake.begin(address);
    try {
      SignedIn person = (SignedIn) passwords.authenticate(UsernamePasswordAuthenticationToken.unauthenticated(login, password)).getPrincipal();
      UUID account = person.account().id();
      // wrong codes are forgotten with a right one only: else each sign-in would give new guesses
      if (person.next() == NextStep.SECOND_FACTOR ? wrongPasswords.isLocked(account) : !wrongPasswords.mayEnter(account)) {
        throw new BadCredentialsException("locked");
      }
      return person;
    } catch (AuthenticationException refused) {
      brake.noteWrong(address);
      accounts.findSecret(login).ifPresent(found -> wrongPasswords.note(found.account().id(), address));
      throw refused;
    } finally {
      brake.end();
    }
  }
}
