package org.mingjie.feature;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much of the server the OGC API may take.
 *
 * @param concurrent answers that are read from the database at a time
 * @param waiting further requests that wait for their turn
 * @param patience how long they wait before they are refused
 * @param streams streams of whole collections at a time
 */
@ConfigurationProperties("mingjie.feature")
record FeatureSettings(
    @DefaultValue("8") int concurrent,
    @DefaultValue("24") int waiting,
    @DefaultValue("3s") Duration patience,
    @DefaultValue("8") int streams) {

  FeatureSettings {
    if (concurrent < 1 || waiting < 0 || streams < 0 || patience.isNegative()) {
      throw new IllegalArgumentException(
          "mingjie.feature: concurrent must be 1 or more, waiting, streams and patience 0 or more");
    }
  }
}
