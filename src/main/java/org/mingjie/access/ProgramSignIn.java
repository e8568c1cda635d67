package org.mingjie.access;

import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Component;

/** A program that gives a login and a password with each request (HTTP Basic): only where nothing more than these is asked of the person. */
@Component
@ConditionalOnWebApplication
class ProgramSignIn implements AuthenticationProvider {

  /** The password is right, and not enough. */
  static final class NotEnough extends AuthenticationException {

    private static final long serialVersionUID = 1L;

    NotEnough(NextStep step) {
      super(step.told());
    }
  }

  private final PasswordSignIn passwords;

  ProgramSignIn(PasswordSignIn passwords) {
    this.passwords = passwords;
  }

  @Override
  public Authentication authenticate(Authentication asked) {
    String address = asked.getDetails() instanceof WebAuthenticationDetails web ? web.getRemoteAddress() : "";
    SignedIn person = passwords.check(asked.getName(), String.valueOf(asked.getCredentials()), address);
    NextStep next = person.next();
    if (next != null && next != NextStep.ENROL_SECOND_FACTOR) {
      throw new NotEnough(next);
    }
    SignedIn program = person.withNothingLeft();
    return UsernamePasswordAuthenticationToken.authenticated(program, null, program.getAuthorities());
  }

  @Override
  public boolean supports(Class<?> kind) {
    return UsernamePasswordAuthenticationToken.class.isAssignableFrom(kind);
  }
}
