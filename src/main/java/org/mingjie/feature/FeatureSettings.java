package org.mingjie.feature;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.security.web.util.matcher.IpAddressMatcher;

/**
 * How much of the server the OGC API may take, and whom it believes.
 *
 * @param concurrent answers that are read from the database at a time
 * @param waiting further requests that wait for their turn
 * @param patience how long they wait before they are refused
 * @param streams streams of whole collections at a time
 * @param trustedProxies addresses, or networks such as 10.0.0.0/8, of proxies whose X-Forwarded headers tell the address
 *     that clients see; others' headers are not read
 */
@ConfigurationProperties("mingjie.feature")
record FeatureSettings(
    @DefaultValue("8") int concurrent,
    @DefaultValue("24") int waiting,
    @DefaultValue("3s") Duration patience,
    @DefaultValue("8") int streams,
    @DefaultValue("") List<String> trustedProxies) {

  FeatureSettings {
    if (concurrent < 1 || waiting < 0 || streams < 0 || patience.isNegative()) {
      throw new IllegalArgumentException(
          "mingjie.feature: concurrent must be 1 or more, waiting, streams and patience 0 or more");
    }
    trustedProxies = trustedProxies.stream().map(String::strip).filter(network -> !network.isEmpty()).toList();
    try {
      trustedProxies.forEach(IpAddressMatcher::new);
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException("mingjie.feature.trusted-proxies: must be addresses or networks such as 10.0.0.0/8: " + wrong.getMessage());
    }
  }
}
