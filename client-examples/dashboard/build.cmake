# cmake -D SOURCE=FOLDER -D BUILD=FOLDER -D NPM=PROGRAM -P build.cmake
#
# Builds a copy of the sources, so that they stay clean, into BUILD/dist. What npm has fetched stays until
# the lock file changes.
file(MAKE_DIRECTORY ${BUILD})
file(LOCK ${BUILD}/lock GUARD PROCESS)
file(REMOVE_RECURSE ${BUILD}/src ${BUILD}/public)
file(COPY ${SOURCE}/ DESTINATION ${BUILD} PATTERN node_modules EXCLUDE PATTERN dist EXCLUDE)
set(log ${BUILD}/log)

# Without a dashboard the server serves its plain page.
function(give_up reason)
  message("The dashboard is not built: ${reason}. fitd serves a plain status page in its place.")
  file(REMOVE_RECURSE ${BUILD}/dist)
  file(MAKE_DIRECTORY ${BUILD}/dist)
endfunction()

function(run result)
  execute_process(COMMAND ${NPM} ${ARGN} WORKING_DIRECTORY ${BUILD} RESULT_VARIABLE failed
                  OUTPUT_FILE ${log} ERROR_FILE ${log})
  set(${result} ${failed} PARENT_SCOPE)
endfunction()

function(fetch result)
  file(SHA256 ${BUILD}/package-lock.json wanted)
  set(installed "")
  if(EXISTS ${BUILD}/installed)
    file(READ ${BUILD}/installed installed)
  endif()
  if(NOT installed STREQUAL wanted)
    run(failed ci --ignore-scripts --no-audit --no-fund --fetch-retries=1)
    if(NOT failed)
      file(WRITE ${BUILD}/installed ${wanted})
    endif()
  endif()
  set(${result} "${failed}" PARENT_SCOPE)
endfunction()

if(NOT NPM)
  give_up("npm is not installed")
else()
  fetch(failed)
  if(failed)
    give_up("npm could not fetch what it needs (${log}; remove ${BUILD} to try again)")
  else()
    run(failed run --silent build)
    if(failed)
      # A mistake in the sources, not a lack of the machine's.
      file(READ ${log} said)
      message(FATAL_ERROR "${said}")
    endif()
  endif()
endif()
file(TOUCH ${BUILD}/built)
