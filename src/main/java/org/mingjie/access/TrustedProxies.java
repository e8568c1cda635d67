package org.mingjie.access;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.security.web.util.matcher.IpAddressMatcher;
import org.springframework.stereotype.Component;

/** Proxies of ours, of which the settings tell: only what they say of a client is believed. */
@Component
class TrustedProxies {

  private final List<IpAddressMatcher> networks;

  /** @throws IllegalArgumentException where one is neither an address nor a network such as 10.0.0.0/8 */
  TrustedProxies(@Value("${mingjie.trusted-proxies}") List<String> networks) {
    this.networks = networks.stream().map(String::strip).filter(network -> !network.isEmpty()).map(TrustedProxies::network).toList();
  }

  private static IpAddressMatcher network(String text) {
    try {
      return new IpAddressMatcher(text);
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException("MINGJIE_TRUSTED_PROXIES 须是用逗号分开的地址或网段，例如 10.0.0.0/8；“%s”不是".formatted(text), wrong);
    }
  }

  boolean has(String address) {
    return networks.stream().anyMatch(network -> network.matches(address));
  }

  /**
   * The client behind the proxies. Each proxy adds the address that it sees at the end, and the client may have written what it
   * likes before: counts is the last address that is none of ours.
   *
   * @param peer who has sent the request
   * @param forwarded the values of X-Forwarded-For in their order
   * @return the peer where it is no proxy of ours or tells no address
   */
  String client(String peer, List<String> forwarded) {
    String[] hops = String.join(",", forwarded).split(",");
    String client = peer;
    for (int i = hops.length - 1; i >= 0 && has(client); i--) {
      String hop = address(hops[i].strip());
      if (hop == null) {
        return client;
      }
      client = hop;
    }
    return client;
  }

  /** Without port and brackets; null where it is no address, for a name would be looked up. */
  private static @Nullable String address(String hop) {
    String bare = hop.startsWith("[") && hop.contains("]") ? hop.substring(1, hop.indexOf(']'))
        : hop.indexOf(':') == hop.lastIndexOf(':') && hop.contains(".") ? hop.replaceFirst(":\\d{1,5}$", "") : hop;
    boolean v4 = bare.matches("\\d{1,3}(\\.\\d{1,3}){3}");
    boolean v6 = bare.length() <= 45 && bare.contains(":") && bare.matches("[0-9a-fA-F:.]+");
    try {
      return (v4 || v6) && new IpAddressMatcher(bare).matches(bare) ? bare : null;
    } catch (IllegalArgumentException none) {
      return null;
    }
  }
}
