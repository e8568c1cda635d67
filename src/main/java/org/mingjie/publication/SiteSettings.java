package org.mingjie.publication;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the site says of itself.
 *
 * @param title name of the site; without one it is made from the largest division on file
 * @param producer who answers for the data
 * @param reviewNumber map review number 审图号; while there is none, the viewer draws no boundaries of real data
 */
@ConfigurationProperties("mingjie.site")
record SiteSettings(
    @Nullable String title,
    @Nullable String producer,
    @Nullable String reviewNumber,
    @DefaultValue("界线仅供参考，以法定界线详图为准") String notice) {}
