package org.mingjie.feature;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.web.util.matcher.IpAddressMatcher;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.ForwardedHeaderFilter;

/**
 * Takes the address that clients see from Forwarded and X-Forwarded headers, if a proxy that the settings name has sent
 * them. Whoever else sends them could put links to a place of his own into answers that others' caches keep.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
@EnableConfigurationProperties(FeatureSettings.class)
class TrustedProxies extends ForwardedHeaderFilter {

  private final List<IpAddressMatcher> networks;

  TrustedProxies(FeatureSettings settings) {
    this.networks = settings.trustedProxies().stream().map(IpAddressMatcher::new).toList();
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return networks.stream().noneMatch(network -> network.matches(request.getRemoteAddr())) || super.shouldNotFilter(request);
  }
}
