"""Asks a directory through the core of Linphone, with a configuration and nothing else.

directory.py RC TEXT...; prints one line in JSON for each text: [[name, address], ...]. The programs that come with the core have no
command for a search of contacts, the core has: the same one that the apps call when somebody types a name.
"""

import ctypes
import json
import sys
import time

LDAP_SERVERS = 1 << 2
GLOBAL_ON = 2
FATAL_LOGS = 1 << 5


def library(name, **functions):
    opened = ctypes.CDLL(name)
    for function, (result, *arguments) in functions.items():
        known = getattr(opened, function)
        known.restype, known.argtypes = result, arguments
    return opened


P, S, I = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
linphone = library(
    "liblinphone.so.10",
    linphone_factory_get=(P,),
    linphone_core_set_log_level_mask=(None, ctypes.c_uint),
    linphone_factory_create_core_3=(P, P, S, S, P),
    linphone_core_start=(I, P),
    linphone_core_iterate=(None, P),
    linphone_core_get_global_state=(I, P),
    linphone_core_set_network_reachable=(None, P, ctypes.c_ubyte),
    linphone_core_ldap_available=(ctypes.c_ubyte, P),
    linphone_core_create_magic_search=(P, P),
    linphone_magic_search_get_contacts_list=(P, P, S, S, I, I),
    linphone_search_result_get_friend=(P, P),
    linphone_search_result_get_address=(P, P),
    linphone_friend_get_name=(S, P),
    linphone_address_as_string_uri_only=(S, P),
)
bctoolbox = library("libbctoolbox.so.1", bctbx_list_next=(P, P), bctbx_list_get_data=(P, P))


def found(search, text):
    results, people = linphone.linphone_magic_search_get_contacts_list(search, text.encode(), b"", LDAP_SERVERS, 0), []
    while results:
        result = bctoolbox.bctbx_list_get_data(results)
        friend, address = linphone.linphone_search_result_get_friend(result), linphone.linphone_search_result_get_address(result)
        name = linphone.linphone_friend_get_name(friend).decode() if friend else None
        people.append([name, linphone.linphone_address_as_string_uri_only(address).decode() if address else None])
        results = bctoolbox.bctbx_list_next(results)
    return sorted(people)


def main():
    linphone.linphone_core_set_log_level_mask(FATAL_LOGS)
    core = linphone.linphone_factory_create_core_3(linphone.linphone_factory_get(), sys.argv[1].encode(), None, None)
    linphone.linphone_core_start(core)
    until = time.monotonic() + 10
    while linphone.linphone_core_get_global_state(core) != GLOBAL_ON and time.monotonic() < until:
        linphone.linphone_core_iterate(core)
        time.sleep(0.02)
    # The machine of the test may have nothing but loopback, which the core does not count.
    linphone.linphone_core_set_network_reachable(core, 1)
    if not linphone.linphone_core_ldap_available(core):
        sys.exit("this build of Linphone has no LDAP")
    for text in sys.argv[2:]:
        print(json.dumps(found(linphone.linphone_core_create_magic_search(core), text)), flush=True)


main()
