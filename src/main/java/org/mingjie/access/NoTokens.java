package org.mingjie.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;

/** Tokens of the provider are not kept: we want to know who it is, and nothing of him there. */
final class NoTokens implements OAuth2AuthorizedClientRepository {

  @Override
  public <T extends OAuth2AuthorizedClient> @Nullable T loadAuthorizedClient(String registration, Authentication known, HttpServletRequest request) {
    return null;
  }

  @Override
  public void saveAuthorizedClient(OAuth2AuthorizedClient client, Authentication known, HttpServletRequest request, HttpServletResponse response) {}

  @Override
  public void removeAuthorizedClient(String registration, Authentication known, HttpServletRequest request, HttpServletResponse response) {}
}
