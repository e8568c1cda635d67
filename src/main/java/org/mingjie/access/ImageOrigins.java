package org.mingjie.access;

import java.util.List;

/** Other servers whose pictures pages may show, such as base maps: the content policy names them and no others. */
@FunctionalInterface
public interface ImageOrigins {

  /** Each as scheme and host, {@code https://t0.tianditu.gov.cn}. */
  List<String> origins();
}
