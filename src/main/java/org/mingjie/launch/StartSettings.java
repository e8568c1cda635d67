package org.mingjie.launch;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param sample whether an empty registry gets the fictional sample district and its sign-ins at the first start */
@ConfigurationProperties("mingjie.start")
record StartSettings(@DefaultValue("true") boolean sample) {}
