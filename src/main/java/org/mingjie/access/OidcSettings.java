package org.mingjie.access;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Sign-in through a provider of OpenID Connect, beside local accounts.
 *
 * @param issuer address of the provider; without one there is none
 * @param name what people call it
 * @param role of accounts that are made at the first sign-in; without one none is made, an administrator links them
 * @param jurisdiction of accounts that are made
 */
@ConfigurationProperties("mingjie.oidc")
record OidcSettings(@Nullable String issuer, @Nullable String clientId, @Nullable String clientSecret, @DefaultValue("单点登录") String name,
    @Nullable String role, @DefaultValue("") String jurisdiction) {

  OidcSettings {
    if (issuer != null && (clientId == null || clientSecret == null)) {
      throw new IllegalArgumentException("MINGJIE_OIDC_ISSUER 须是与 MINGJIE_OIDC_CLIENT_ID、MINGJIE_OIDC_CLIENT_SECRET 一起设的，现在只有 " + issuer);
    }
    String wanted = role;
    if (wanted != null && Arrays.stream(Role.values()).noneMatch(r -> r.isForPeople() && !r.isAdministrator() && r != Role.APPROVER && r.code().equals(wanted))) {
      throw new IllegalArgumentException("MINGJIE_OIDC_ROLE 须是管理员和审批以外的角色，如 reader，现为 " + role);
    }
    if (!jurisdiction.matches("[0-9]{0,12}")) {
      throw new IllegalArgumentException("MINGJIE_OIDC_JURISDICTION 须是区划代码的开头，如 4302，现为 " + jurisdiction);
    }
  }
}
